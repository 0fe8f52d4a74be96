"""Framework glue with no product noun in it. Every app may use it; it uses none of them."""
