"""What is said while migrations run: which one, of how many, and a line of the result for each that is done."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from qsys_schema.cli import echo
from qsys_schema.cli.colour import coloured, is_terminal
from qsys_schema.cli.line import Line

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from qsys_schema.apply.run import Event
    from qsys_schema.cli.options import Common


def working(options: Common, text: str) -> AbstractContextManager[object]:
    """A line that says so while something takes long; nothing where nobody looks, or wants to."""
    stack = ExitStack()
    if _is_watched(options):
        stack.enter_context(Line()).say(text)
    return stack


def _is_watched(options: Common) -> bool:
    """Whether a line may be drawn again and again: on a terminal that knows how to."""
    return not options.quiet and is_terminal(sys.stderr) and coloured(sys.stderr, options.color)


class Progress:
    """Shows which migration runs and which statement of it; each that is done stays as a line of the result.

    ``verb`` is what was done to it then. Silent with ``--quiet``, but for the result.
    """

    def __init__(self, options: Common, verb: str) -> None:
        self._options = options
        self._verb = verb
        self._line = Line() if _is_watched(options) else None
        self._began = time.monotonic()
        self._done = 0

    def __enter__(self) -> Self:
        if self._line is not None:
            self._line.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._line is not None:
            self._line.__exit__(kind, error, trace)

    def observe(self, event: Event) -> None:
        """Take note that a statement begins, or that a migration is done."""
        if event.finished:
            self._tell(event.migration)
        elif not event.running:
            if event.number == 1:
                self._began = time.monotonic()
            if self._options.verbose:
                self._options.talk(f"{event.migration}: statement {event.number} of {event.total}: {event.first_line}")
            if self._line is not None:
                everything = self._done + 1 + event.left
                place = f" ({self._done + 1} of {everything})" if everything > 1 else ""
                self._line.say(
                    f"{event.migration}{place}: statement {event.number} of {event.total}: {event.first_line}"
                )

    def _tell(self, migration: str) -> None:
        self._done += 1
        if self._line is not None:
            self._line.say("")
        if self._options.as_json:
            return
        if self._options.on_screen:
            took = click.style(f"  {time.monotonic() - self._began:.1f} s", dim=True)
            echo.styled(click.style(f"{self._verb} ", fg="green") + echo.visible(migration) + took)
        else:
            echo.result(f"{self._verb} {migration}")
