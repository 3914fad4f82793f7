"""The command line: reads options, calls the pipeline, prints, exits. Knows no database and spells no SQL.

stdout carries the result, stderr the talk. What is slow to import is imported by the command that needs it.
"""

from __future__ import annotations

INTERRUPTED = 130
"""What shells report for Ctrl-C: 128 and SIGINT's number."""


def main() -> None:
    """Run the command line and exit with its code."""
    # The imports are most of a short command, so Ctrl-C has to end those quietly too.
    try:
        from qsys_schema.cli.run import run

        run()
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None


__all__ = ["INTERRUPTED", "main"]
