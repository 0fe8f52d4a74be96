"""How curators find the pattern: themes, and ideas put into them."""
