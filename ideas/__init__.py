"""What employees say: campaigns, ideas and comments."""
