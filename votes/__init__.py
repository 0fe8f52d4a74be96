"""How everyone weighs ideas: secret votes, their tallies, and rankings made from them."""
