"""One folder per database, the same files in each; what only that database knows lives there and nowhere else.

Dialects are strangers to each other and share only ``base``. A dialect decides what is possible and how it is
spelled; it never decides what has changed (``diff``) or in which order things happen (``plan``).
"""
