"""Who has been heard: snapshots by unit and day, and what they add up to."""
