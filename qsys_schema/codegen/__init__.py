"""Specs and checked queries become the typed repositories that applications use.

``shapes`` decides everything as values; the others print it. Nothing here runs SQL, reads a database, or lets text of a
user's reach Python otherwise than quoted.
"""
