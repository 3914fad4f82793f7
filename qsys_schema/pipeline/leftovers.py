"""What other migration tools have left behind in a database: named, with how far they came, and never touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qsys_schema.errors import DatabaseDisagrees
from qsys_schema.model.bookkeeping import TOOLS, tool_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qsys_schema.model.bookkeeping import Bookkeeping
    from qsys_schema.model.schema import Schema
    from qsys_schema.model.session import Session
    from qsys_schema.pipeline.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Another tool's records: its name, the table that they are in, and the newest migration, empty where unknown."""

    tool: str
    table: str
    last: str

    @property
    def state(self) -> str:
        """What a baseline stands for: "what Alembic made, up to 1975ea83b712"."""
        return f"what {self.tool} made{f', up to {self.last}' if self.last else ''}"


def left_behind(project: Project, session: Session, whole: Schema) -> tuple[Left, ...]:
    """What there is, in the database's own schema and where a tool keeps it elsewhere. Reads only."""
    ours = project.dialect.ours
    here = [
        Left(tool=tool.tool, table=table.name, last=_last(session, tool, table.name, _names(whole, table.name)))
        for table in whole.tables
        if (tool := tool_of(table)) is not None and not ours.owns_table(table, project.dialect.fold)
    ]
    return (*here, *_elsewhere(session))


def _names(whole: Schema, table: str) -> Sequence[str]:
    found = whole.table(table)
    return [column.name for column in found.columns] if found is not None else []


def _elsewhere(session: Session) -> Iterator[Left]:
    """The records in schemas of their own: they are asked for, and are there or not."""
    for tool in TOOLS:
        if tool.schema:
            try:
                session.fetch(f"SELECT 1 FROM {_quoted(tool.schema)}.{_quoted(tool.table)} WHERE 1 = 0")  # noqa: S608
            except DatabaseDisagrees:
                continue
            place = f"{tool.schema}.{tool.table}"
            yield Left(tool=tool.tool, table=place, last=_last(session, tool, place, tool.columns))


def _last(session: Session, tool: Bookkeeping, place: str, names: Sequence[str]) -> str:
    """The newest migration by the tool's own name for it; empty where that cannot be known."""
    if not tool.last:
        return ""
    spelled = {name.lower(): name for name in names}
    columns = [spelled.get(name.lower(), name) for name in tool.last]
    order = spelled.get(tool.order.lower(), tool.order)
    shown = ", ".join(map(_quoted, columns))
    table = ".".join(map(_quoted, place.split(".", 1))) if tool.schema else _quoted(place)
    try:
        rows = session.fetch(f"SELECT {shown} FROM {table} ORDER BY {_quoted(order)} DESC LIMIT 1")  # noqa: S608
    except DatabaseDisagrees:
        # It may not be ours to read.
        return ""
    return ".".join(str(value) for value in rows[0]) if rows else ""


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
