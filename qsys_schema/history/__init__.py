"""Migration files on disk: their names, their headers, their checksums; read, written, never changed.

Knows no database. A file that is not what it was is named, never repaired.
"""
