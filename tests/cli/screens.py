"""A terminal in memory: what a person would see after these bytes have come."""

from __future__ import annotations

import pyte


class Seen:
    """A screen of so many columns, with everything that was ever on it in its lines, however many."""

    def __init__(self, text: str, columns: int, *, lines: int = 2000) -> None:
        self._screen = pyte.Screen(columns, lines)
        pyte.Stream(self._screen).feed(text.replace("\n", "\r\n"))

    @property
    def lines(self) -> list[str]:
        """Its lines without what is blank at their ends, up to the last that has something."""
        lines = [line.rstrip() for line in self._screen.display]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    @property
    def text(self) -> str:
        """All lines as one text."""
        return "\n".join(self.lines)

    @property
    def cursor_is_visible(self) -> bool:
        """Whether somebody sees where they type."""
        return not self._screen.cursor.hidden

    def colour_of(self, word: str) -> str:
        """The colour of the first letter of the first place where the word stands."""
        for number, line in enumerate(self._screen.display):
            if word in line:
                return str(self._screen.buffer[number][line.index(word)].fg)
        raise AssertionError(f"{word!r} is not on the screen:\n{self.text}")
