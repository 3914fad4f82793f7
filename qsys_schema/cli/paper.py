"""How help is laid out: also on a terminal of few columns, where a text stands under its option and not beside it."""

from __future__ import annotations

from collections.abc import Iterable

import click

_NARROW = 60
_LEAST = 20
"""Columns that a word of help wants; on fewer the terminal breaks the lines."""


class Paper(click.HelpFormatter):
    """click's own, which takes every terminal for one of 50 columns at least."""

    def __init__(self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None) -> None:
        if width is None:
            import shutil

            width = max(min(shutil.get_terminal_size().columns, max_width or 80) - 2, _LEAST)
        super().__init__(indent_increment, width, max_width)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms and what is said of them, beside each other where there is room."""
        if self.width >= _NARROW:
            super().write_dl(list(rows), col_max, col_spacing)
            return
        for term, text in rows:
            self.write_text(term.strip())
            self.indent()
            self.indent()
            self.write_text(text)
            self.dedent()
            self.dedent()


class Context(click.Context):
    """click's own, with our layout."""

    formatter_class = Paper
