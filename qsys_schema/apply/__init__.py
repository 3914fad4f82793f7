"""Runs migrations on a live database, through yoyo's own tables, behind one door.

What is done and what is recorded as done are one transaction. Knows no dialect: it is handed a session and guards.
"""
