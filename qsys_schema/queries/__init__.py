"""The room of named queries: what their parameters and results are, and the pieces that code puts together.

A query's text is read twice: token by token for the pieces, and as a tree for names, types and NULLs. What differs
from database to database is asked of a ``Tongue``.
"""
