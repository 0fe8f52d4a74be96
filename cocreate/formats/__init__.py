"""Dates and times in words that nobody reads the wrong way round."""
