"""Everything that may be killed is killed while people vote, and then what they were told is held against the database.

`bin/faults` runs it; `python -m tests.faults --help` says how. Clients: crowd.py. Kills: sabotage.py. What must hold:
checks.py.
"""
