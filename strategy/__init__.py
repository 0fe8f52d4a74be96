"""What leaders make of it: strategies and their priorities, publications, commitments, and the thread back."""
