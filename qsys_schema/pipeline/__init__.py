"""The one-way street: read the wish, read the database, compare, plan, prove, write, apply. Introduces the rooms.

The only place that knows all rooms; it holds no knowledge of its own about specs, databases or files.
"""
