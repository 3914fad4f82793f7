"""A database as the project makes it, and copies of it: each test gets one of its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qsys_schema.api.worded import worded

if TYPE_CHECKING:
    from qsys_schema.dialects.base import Master
    from qsys_schema.pipeline.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One database. ``url`` is what this tool takes, ``address`` what ``connect`` of a driver takes.

    The address is the path of a file (``is_file``), or a connection string.
    """

    url: str
    address: str
    is_file: bool
    _master: Master = field(repr=False, compare=False)

    @worded
    def connect(self) -> Any:  # noqa: ANN401 - the driver's own, whichever it is
        """A new connection of the driver, with its own defaults; whoever asks for it closes it."""
        return self._master.connected(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """The source of copies. ``url`` is the database that they are made of; nobody may be connected to it."""

    url: str
    is_file: bool
    _folder: Path = field(repr=False)
    _master: Master = field(repr=False, compare=False)

    @worded
    def new(self) -> Copy:
        """Another copy."""
        url = self._master.copy(self._folder)
        return Copy(url=url, address=self._master.address(url), is_file=self.is_file, _master=self._master)

    @worded
    def drop(self, copy: Copy, *, keep: bool = False) -> None:
        """Drop a copy, whoever is connected to it; with ``keep`` a file stays, to be looked at."""
        self._master.drop(copy.url, keep=keep)

    @contextmanager
    def one(self) -> Iterator[Copy]:
        """A copy for as long as the ``with`` block lasts."""
        copy = self.new()
        try:
            yield copy
        finally:
            self.drop(copy)


@contextmanager
def copies(
    project: Project,
    *,
    server: str,
    folder: str | os.PathLike[str] | None,
    from_specs: bool,
    prepare: Callable[[str], object] | None,
) -> Iterator[Copies]:
    """The source of copies of this project's database, and its end."""
    from qsys_schema.pipeline.copies import master

    with ExitStack() as ends:
        place = Path(folder or ends.enter_context(tempfile.TemporaryDirectory(prefix="qsys-")))
        source = ends.enter_context(master(project, place, server=server, from_specs=from_specs, prepare=prepare))
        yield Copies(url=source.url, is_file=project.dialect.embedded, _folder=place, _master=source)
