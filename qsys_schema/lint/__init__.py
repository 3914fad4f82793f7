"""The room of lint: rules that look at a migration as it was seen to run, and say what will hurt.

It is handed what was seen, as values; it opens no database and reads no file. A rule is a value with its code, its
reason and its examples; each database brings rules of its own. No rule looks for a prefix in a text.
"""
