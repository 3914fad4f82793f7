"""YAML table specs become a Schema here, or every problem in them with file, line and column.

This room reads ``schema/`` and its own cache. It opens no database, writes no SQL, and never changes a spec;
what only a database can judge it asks through the ``Judge`` that it is handed.
"""
