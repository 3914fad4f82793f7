"""What the pages ask of ``psql URL -At -c SQL``, where the program itself may not be installed."""

from __future__ import annotations

import sys

import psycopg


def main() -> None:
    """Run the statements; print the rows of the last one as the program does without a frame."""
    url, script = sys.argv[1], sys.argv[-1]
    with psycopg.connect(url, autocommit=True) as connection:
        done = connection.execute(script.encode())
        for row in done.fetchall() if done.description else []:
            sys.stdout.write("|".join("" if value is None else str(value) for value in row) + "\n")


if __name__ == "__main__":
    main()
