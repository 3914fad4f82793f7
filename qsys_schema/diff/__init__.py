"""Two schemas in, changes out; and what a change means: its inverse, its risks, its effect.

Knows no database and does no IO. Nothing is mutated, nothing is guessed: a rename is a rename because somebody said so.
"""
