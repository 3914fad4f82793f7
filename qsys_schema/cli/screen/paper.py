"""A page for a terminal: texts with styles, tables that fit its width, SQL with its words in colour.

rich is imported here and in the other files of this folder, and they only where something is shown.
"""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.box import Box
from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from qsys_schema.cli import echo

if TYPE_CHECKING:
    from rich.console import RenderableType

NARROW = 70
"""Columns below which a table of four columns is a list of lines."""

LONGEST_SQL = 200_000
"""Characters of SQL that get colours; more of it nobody reads, and finding its words takes long."""

_UNDERLINED = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")
_UNDERLINED_IN_ASCII = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
_TAB = 4


class Page:
    """Gathers what is shown, and prints it at once to stdout."""

    def __init__(self) -> None:
        self._encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        self._out = io.StringIO()
        self.width = max(1, shutil.get_terminal_size().columns)
        self._console = Console(
            file=self._out,
            width=self.width,
            height=25,  # without one, rich would take a dumb terminal for one of 80 columns
            force_terminal=True,
            color_system="standard",
            no_color=False,
            legacy_windows=False,
            markup=False,
            emoji=False,
            highlight=False,
        )

    @property
    def narrow(self) -> bool:
        """Whether columns beside each other would be too thin to read."""
        return self.width < NARROW

    @property
    def plain_letters(self) -> bool:
        """Whether the stream knows only letters of its own, and not the signs of Unicode."""
        return not self._encoding.lower().startswith("utf")

    def text(self, text: str, style: str = "") -> Text:
        """A text in one line, as data: no markup, no control character, no letter that the stream does not know."""
        shown = echo.visible(text.replace("\n", "\\n").replace("\t", "\\t"))
        return Text(shown.encode(self._encoding, "backslashreplace").decode(self._encoding), style=style)

    def line(self, *parts: Text, indent: int = 0) -> None:
        """One line of texts; what is too long for the terminal goes on below, behind the same indent."""
        from rich.padding import Padding

        whole = Text.assemble(*parts)
        # Where a terminal is a few columns wide there is no room to indent.
        room = min(indent, self.width // 4)
        self.add(Padding(whole, (0, 0, 0, room)) if room else whole)

    def typed(self, text: Text, *, indent: int = 2) -> None:
        """A line to copy: never broken by us, whatever its length."""
        style = Style.parse(str(text.style)) if text.style else Style()
        self._out.write(" " * indent + style.render(text.plain) + "\n")

    def gap(self) -> None:
        """An empty line."""
        self._out.write("\n")

    def add(self, shown: RenderableType) -> None:
        """Anything of rich's."""
        self._console.print(shown, overflow="fold")

    def table(self, titles: Sequence[str], rows: Iterable[Sequence[Text]], *, indent: int = 1) -> None:
        """A table with a line under its titles. The last column takes what room is left."""
        from rich.padding import Padding

        box = _UNDERLINED_IN_ASCII if self.plain_letters else _UNDERLINED
        made = Table(box=box, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        for title in titles:
            made.add_column(title, overflow="fold")
        for row in rows:
            made.add_row(*row)
        self.add(Padding(made, (0, 0, 0, indent)))

    def sql(self, text: str) -> None:
        """SQL, whole: the terminal breaks what is too long for it, so that it can be copied."""
        self._out.write(_in_colours(echo.visible(text)) + "\n")

    def show(self) -> None:
        """Print it."""
        lines = (line.rstrip(" ") for line in self._out.getvalue().rstrip("\n").split("\n"))
        echo.styled("\n".join(lines))


def _in_colours(sql: str) -> str:
    """The same text, with the marks that colour its words."""
    if len(sql) > LONGEST_SQL:
        return sql
    from pygments.lexers.sql import SqlLexer
    from pygments.token import Comment, Keyword, Name, Number, String

    kinds = (
        (Comment, Style(dim=True)),
        (Keyword, Style(color="blue", bold=True)),
        (Name.Builtin, Style(color="cyan")),
        (String.Symbol, Style()),
        (String, Style(color="green")),
        (Number, Style(color="magenta")),
    )
    lexer = SqlLexer(stripnl=False, ensurenl=False)
    pieces: list[str] = []
    for kind, piece in lexer.get_tokens(sql):
        style = next((style for group, style in kinds if group in kind.split()), None)
        # A line at a time, and no line end in colour: a pager shows a colour only in the line that begins it.
        lines = piece.split("\n") if style is not None else [piece]
        pieces.append("\n".join(style.render(line) if style is not None and line else line for line in lines))
    return "".join(pieces)
