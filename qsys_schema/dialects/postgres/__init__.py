"""PostgreSQL: its types, its catalog, what it can do in place, and how it is spelled."""
