"""What the pages ask of ``sqlite3 FILE SQL``, where the program itself may not be installed."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing


def main() -> None:
    """Run the statements; print the rows of each as the program does."""
    file, script = sys.argv[1:]
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in script.split(";"):
            for row in connection.execute(statement):
                sys.stdout.write("|".join("" if value is None else str(value) for value in row) + "\n")


if __name__ == "__main__":
    main()
