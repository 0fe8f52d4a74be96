"""What every API endpoint shares: strict JSON in, strict fields, keyset pages, one way to answer.

Import from its modules: REST framework reads `parsing` for its settings before its own views exist.
"""
