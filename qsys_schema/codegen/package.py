"""A whole package of repositories: the text of every file, by its path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.codegen import names
from qsys_schema.codegen.header import Header
from qsys_schema.codegen.methods import add_query
from qsys_schema.codegen.results import has_own_class, result_block, result_fields, result_name
from qsys_schema.codegen.rows import group_module, table_module
from qsys_schema.codegen.shapes import entity, finders, left_out
from qsys_schema.codegen.sheet import Sheet
from qsys_schema.codegen.table import add_table
from qsys_schema.errors import ImpossibleChange

if TYPE_CHECKING:
    from qsys_schema.codegen.shapes import Entity
    from qsys_schema.codegen.speller import Flavour, Speller
    from qsys_schema.model.query import CheckedQuery
    from qsys_schema.model.schema import Schema, Table
    from qsys_schema.model.source import Source

Place = Callable[["Source"], str]
"""The file and line of a source."""

_SHARED = Path(__file__).with_name("python") / "shared.py.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What one database gives to generate from. ``flavours`` are the names of those that are wanted."""

    schema: Schema
    queries: tuple[CheckedQuery, ...]
    speller: Speller


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """A table with its queries, or a group of queries without one."""

    module: str
    source: str
    title: str
    table: Table | None
    queries: tuple[CheckedQuery, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What the package holds for one database."""

    world: World
    flavours: tuple[Flavour, ...]
    units: tuple[_Unit, ...]
    entities: Mapping[str, Entity]


def _file_alone(source: Source) -> str:
    return source.file


def package(
    worlds: Sequence[World], *, again: str, flavours: Sequence[str] = (), place: Place = _file_alone
) -> dict[str, str]:
    """The files of the package by their paths. ``again`` is the command that makes them; no flavours means all.

    Raises ImpossibleChange where a row would not be the same in Python on two databases, or two types of rows would
    have one name; ``place`` says where they are.
    """
    files = {"shared.py": Header(source="", again=again).before(_SHARED.read_text(encoding="utf-8"))}
    said: dict[str, str] = {}
    filled = frozenset[tuple[str, str]]().union(*(left_out(world.schema) for world in worlds))
    parts = [_part(world, flavours, filled, place) for world in worlds]
    parts = [part for part in parts if part.flavours]
    results = _results(parts)
    for part in parts:
        speller = part.world.speller
        values = Header(source="", again=again).before(speller.values)
        files[f"{speller.name}_values.py"] = values
        for unit in part.units:
            header = Header(source=unit.source, again=again)
            text = _rows(unit, part.entities, results.get(unit.module, {}), header)
            path = f"rows/{unit.module}.py"
            if files.setdefault(path, text) != text:
                raise ImpossibleChange(
                    f"{unit.source}: the Python types of {unit.title} are not the same for {said[path]} and "
                    f"{speller.name}",
                    hint="give the columns the same logical types and nullability on both, or generate for one of them",
                )
            said[path] = speller.name
            for flavour in part.flavours:
                files[f"{flavour.name}/{unit.module}.py"] = _module(unit, part.entities, part.world, flavour, header)
        for flavour in part.flavours:
            files[f"{flavour.name}/session.py"] = Header(source="", again=again).before(flavour.session)
    return _with_signs(files, again)


def _part(world: World, flavours: Sequence[str], filled: frozenset[tuple[str, str]], place: Place) -> _Part:
    units = _units(world)
    entities = {
        unit.table.name: entity(unit.table, world.speller, unit.module, filled)
        for unit in units
        if unit.table is not None
    }
    _require_distinct(units, entities, place)
    chosen = tuple(one for one in world.speller.flavours if not flavours or one.name in flavours)
    return _Part(world=world, flavours=chosen, units=tuple(units), entities=entities)


def _results(parts: Sequence[_Part]) -> dict[str, dict[str, list[str]]]:
    """The classes of rows that queries have, by module and query.

    Rows are one module for all databases, so it holds those of a query that only one of them has, too. Raises
    ImpossibleChange where a query's rows would not be the same in Python on two databases.
    """
    found: dict[str, dict[str, list[str]]] = {}
    said: dict[str, str] = {}
    for part in parts:
        speller = part.world.speller
        for module, query in ((unit.module, query) for unit in part.units for query in unit.queries):
            if not has_own_class(query):
                continue
            block = result_block(query, result_fields(query, part.entities, speller))
            if found.setdefault(module, {}).setdefault(query.query.name, block) != block:
                raise ImpossibleChange(
                    f"{_file_of(query)}: the Python types of the query {query.query.label} are not the same for "
                    f"{said[query.query.label]} and {speller.name}",
                    hint="cast its columns, or say their types",
                )
            said[query.query.label] = speller.name
    return found


def _file_of(query: CheckedQuery) -> str:
    return query.query.source.file if query.query.source else "the specs"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    """Whose a class is. ``remedy`` says what to write to have another name for it."""

    who: str
    where: str
    remedy: str


def _require_distinct(units: Sequence[_Unit], entities: Mapping[str, Entity], place: Place) -> None:
    """Raise ImpossibleChange where two types of rows would have one name: a query may use both.

    Which of them is the new one nobody knows here, so none gets a number: code may import either.
    """
    owners: dict[str, _Owner] = {}
    for unit in units:
        for name, owner in _classes(unit, entities, place):
            first = owners.setdefault(name, owner)
            if first.who != owner.who:
                raise ImpossibleChange(
                    f"{owner.where}: {owner.who} would have the type {name}, and so has {first.who}, {first.where}",
                    hint=f"{owner.remedy}; or {first.remedy}, if no code imports it yet",
                )


def _classes(unit: _Unit, entities: Mapping[str, Entity], place: Place) -> Iterator[tuple[str, _Owner]]:
    """The classes of rows that a module declares."""
    if unit.table is not None:
        one = entities[unit.table.name]
        stems = {other.stem for other in entities.values()}
        where = place(unit.table.source) if unit.table.source else unit.source
        remedy = f"write another `entity:` for the table {unit.title}, such as {names.another(one.stem, stems)}"
        owner = _Owner(who=f"the table {unit.title}", where=where, remedy=remedy)
        yield from ((name, owner) for name in (one.row, one.new, one.changes, *one.declared.public))
    for query in filter(has_own_class, unit.queries):
        who = f"the query {query.query.label}"
        where = place(query.query.source) if query.query.source else unit.source
        yield result_name(query), _Owner(who=who, where=where, remedy=f"give {who} another name")


def _with_signs(files: Mapping[str, str], again: str) -> dict[str, str]:
    """The files, and an ``__init__.py`` in every folder."""
    found = dict(files)
    folders = {path.rpartition("/")[0] for path in files}
    for folder in sorted(folders):
        title = f"Repositories for {folder}." if folder not in {"", "rows"} else "Typed repositories."
        title = "Rows, as all repositories give and take them." if folder == "rows" else title
        lines = Header(source="the specs", again=again).of(title)
        found[f"{folder}/__init__.py".lstrip("/")] = "\n".join(lines) + "\n"
    return dict(sorted(found.items()))


def _units(world: World) -> list[_Unit]:
    by_table: dict[str, list[CheckedQuery]] = {}
    by_group: dict[str, list[CheckedQuery]] = {}
    for query in world.queries:
        holder, key = (by_table, query.query.table) if query.query.table else (by_group, query.query.group)
        holder.setdefault(key, []).append(query)
    modules = names.modules([table.name for table in world.schema.tables])
    units = [
        _Unit(
            module=modules[table.name],
            source=table.source.file if table.source else "the specs",
            title=table.name,
            table=table,
            queries=tuple(by_table.get(table.name, ())),
        )
        for table in sorted(world.schema.tables, key=lambda one: one.name)
    ]
    taken = {names.SESSION, *modules.values()}
    units += [
        _Unit(
            module=names.module(group, taken),
            source=_file_of(found[0]),
            title=group,
            table=None,
            queries=tuple(found),
        )
        for group, found in sorted(by_group.items())
    ]
    return units


def _rows(unit: _Unit, entities: Mapping[str, Entity], results: Mapping[str, list[str]], header: Header) -> str:
    one = entities[unit.table.name] if unit.table is not None else None
    others = {other.module: other.declared.public for other in entities.values() if other is not one}
    classes = [block for _, block in sorted(results.items())]
    if one is not None:
        return table_module(one, classes, header, others)
    return group_module(f"Rows of the queries {unit.title}.", classes, header, others)


def _module(unit: _Unit, entities: Mapping[str, Entity], world: World, flavour: Flavour, header: Header) -> str:
    renamed = dict(unit.table.methods) if unit.table is not None else {}
    sheet = Sheet(speller=world.speller, flavour=flavour, source=unit.source, renamed=renamed)
    if unit.table is None:
        title = f"The queries {unit.title}."
        name = f"{names.camel(unit.title)}Queries"
    else:
        one = entities[unit.table.name]
        title, name = f"The rows of {unit.table.name} in the database.", one.repository
        add_table(sheet, one, finders(one, world.speller) if "finders" not in renamed else ())
    for query in unit.queries:
        add_query(sheet, query, entities, unit.module)
    doc = (title, unit.table.comment) if unit.table is not None else (title,)
    return sheet.text(header.of(title), name, doc)
