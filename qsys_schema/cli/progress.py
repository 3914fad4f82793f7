"""A line of progress for long steps, on a terminal; a plain line per migration elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from qsys_schema.cli.echo import talk, visible

if TYPE_CHECKING:
    from qsys_schema.apply.run import Event
    from qsys_schema.cli.options import Common

LONG_S = 1.0
"""Seconds after which a statement is worth a line."""


class Progress:
    """Shows which statement runs and for how long; redraws one line on a terminal, and is silent with ``--quiet``."""

    def __init__(self, options: Common) -> None:
        self._verbose = options.verbose
        self._live = not options.quiet and sys.stderr.isatty()
        self._quiet = options.quiet
        self._started = time.monotonic()
        self._drawn = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()

    def observe(self, event: Event) -> None:
        """Take note that a statement begins, or that one still runs."""
        now = time.monotonic()
        if not event.running:
            self._clear()
            self._started = now
            if self._verbose and not self._quiet:
                talk(f"{event.migration}: statement {event.number} of {event.total}: {event.first_line}")
        elif self._live and now - self._started > LONG_S:
            seconds = int(now - self._started)
            line = f"{event.migration}: statement {event.number} of {event.total}, {seconds} s: {event.first_line}"
            click.echo(f"\r\x1b[K{visible(line)[:100]}", nl=False, err=True)
            self._drawn = True

    def _clear(self) -> None:
        if self._drawn:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._drawn = False
