"""Changes in, ordered steps out. Does no IO and spells no SQL; asks the database's Strategy what is possible."""
