"""Results as somebody at a terminal sees them: tables, marks and colours. Only used where colours are wanted.

Every text gets onto a screen by way of ``paper``, which knows no markup and lets no control character through.
"""
