"""``python -m qsys_schema``."""

from qsys_schema.cli import main

if __name__ == "__main__":
    main()
