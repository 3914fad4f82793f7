"""What we talk about: frozen values for schemas, changes, plans and risks.

Standard library only. Nothing here reads a file, opens a database or spells SQL.
"""
