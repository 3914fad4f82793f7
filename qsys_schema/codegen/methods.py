"""Named queries as methods of a repository."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qsys_schema.codegen import names, paper
from qsys_schema.codegen.common import add_builder, builder, coded, function
from qsys_schema.codegen.results import result_fields, result_name, value_field
from qsys_schema.errors import ImpossibleChange
from qsys_schema.model.query import Among, Order, Use, When, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qsys_schema.codegen.shapes import Entity, Field
    from qsys_schema.codegen.sheet import Sheet
    from qsys_schema.codegen.speller import Speller
    from qsys_schema.model.query import CheckedQuery, Parameter, Piece


def add_query(sheet: Sheet, query: CheckedQuery, entities: Mapping[str, Entity], module: str) -> None:
    """Write the method. Raises ImpossibleChange where there is one of that name already."""
    name = names.identifier(query.query.name)
    if name in sheet.names:
        where = query.query.source.file if query.query.source else "the specs"
        raise ImpossibleChange(
            f"{where}: the query {query.query.label} has the name of a method that the table has anyhow",
            hint=f"give the query another name, or the method: `methods: {{{name}: …}}`",
        )
    taken: set[str] = set()
    speller = sheet.speller
    known: dict[str, Field] = {}
    for one in query.parameters:
        origin = entities[one.origin.table].field(one.origin.column) if one.origin else None
        field = value_field(one.name, one.type, origin, nullable=one.nullable, speller=speller, taken=taken)
        known[one.name] = replace(field, name=names.asked(field.name))
        if one.origin:
            owner = entities[one.origin.table]
            sheet.use(owner.module, *owner.declared.public)
    parameters = _parameters(query, known)
    gives, ending = _ending(sheet, query, entities, module)
    body = _statement(sheet, query, known)
    doc = query.query.doc or f"The query {query.query.label}."
    sheet.method(name, parameters, gives, (doc,), [*body, *ending])


def _parameters(query: CheckedQuery, known: Mapping[str, Field]) -> list[str]:
    """The method's parameters: a single one may be given by position, more of them only by name."""
    needed = [_parameter(one, known[one.name]) for one in query.parameters if not one.optional]
    optional = [f"{_parameter(one, known[one.name], optional=True)} = None" for one in query.parameters if one.optional]
    if query.query.order_by:
        texts = ", ".join(paper.string(name) for name, _ in query.query.order_by)
        optional.append(f"order_by: Literal[{texts}] = {paper.string(query.query.order_by[0][0])}")
    if len(needed) == 1 and not optional:
        return needed
    if len(needed) == 1:
        return [*needed, "*", *optional]
    return ["*", *needed, *optional] if needed or optional else []


def _parameter(one: Parameter, field: Field, *, optional: bool = False) -> str:
    hint = f"Iterable[{field.annotation}]" if one.repeated else field.hint
    if optional and not hint.endswith("| None") and hint != "Any":
        hint = f"{hint} | None"
    return f"{field.name}: {hint}"


def _statement(sheet: Sheet, query: CheckedQuery, known: Mapping[str, Field]) -> list[str]:
    """The lines that make ``sql`` and ``values``."""
    always = {piece.name for piece in query.pieces if isinstance(piece, Use)}
    values = [one for one in query.parameters if one.name in always]
    body = paper.listed(
        "values: dict[str, Any] = {",
        [f"{paper.string(one.name)}: {known[one.name].encoded(known[one.name].name)}" for one in values],
        "}",
        margin=2 * len(paper.INDENT),
    )
    if all(isinstance(piece, Words | Use) for piece in query.pieces):
        return [*body, f"sql = {sheet.sql(query.query.name, _text(sheet, query.pieces))}"]
    runs = [run for run in _runs(query.pieces) if not _is_blank(run)]
    for number, run in enumerate(runs):
        if isinstance(run, tuple):
            opening = "sql += " if number else "sql = "
            body.append(opening + sheet.sql(f"{query.query.name}_{number + 1}", _text(sheet, run)))
        else:
            body += [] if number else ['sql = ""']
            body += _varying(sheet, query, run, known)
    return body


def _is_blank(run: tuple[Piece, ...] | Piece) -> bool:
    """Whether it is nothing but white space: every text begins on a line of its own anyhow."""
    return isinstance(run, tuple) and all(isinstance(piece, Words) and not piece.text.strip() for piece in run)


def _runs(pieces: Iterable[Piece]) -> list[tuple[Piece, ...] | Piece]:
    """The pieces, with those that are always there together."""
    found: list[tuple[Piece, ...] | Piece] = []
    for piece in pieces:
        if not isinstance(piece, Words | Use):
            found.append(piece)
        elif found and isinstance(found[-1], tuple):
            found[-1] = (*found[-1], piece)
        else:
            found.append((piece,))
    return found


def _text(sheet: Sheet, pieces: Iterable[Piece]) -> str:
    """The SQL of pieces that are always there."""
    return "".join(
        sheet.speller.words(piece.text) if isinstance(piece, Words) else sheet.speller.named(piece.name)
        for piece in pieces
        if isinstance(piece, Words | Use)
    )


def _varying(sheet: Sheet, query: CheckedQuery, piece: Piece, known: Mapping[str, Field]) -> list[str]:
    """The lines that add a piece which is not always the same."""
    match piece:
        case Among():
            return _among(sheet, piece, known)
        case Order():
            name = f"_{query.query.name.upper()}_ORDERS"
            texts = {key: sheet.speller.words(sql) for key, sql in query.query.order_by}
            items = [f"{paper.string(key)}: {paper.string(sql)}" for key, sql in texts.items()]
            sheet.functions.insert(0, paper.listed(f"{name} = {{", items, "}"))
            return [f"sql += {name}[order_by]"]
        case When():
            return _when(sheet, query, piece, known)
        case Words() | Use():
            return []


def _when(sheet: Sheet, query: CheckedQuery, piece: When, known: Mapping[str, Field]) -> list[str]:
    """The lines that add a condition where its parameters are given."""
    lines = [f"if {' and '.join(f'{known[name].name} is not None' for name in piece.names)}:"]
    name = f"{query.query.name}_if_{'_and_'.join(piece.names)}"
    for place, run in enumerate(_runs(piece.pieces)):
        if isinstance(run, Among):
            lines += _among(sheet, run, known, paper.INDENT)
        elif isinstance(run, tuple):
            text = _text(sheet, run)
            lines.append(f"    sql += {sheet.sql(name, text if place else chr(10) + text.lstrip(), verbatim=True)}")
            lines += [
                f"    values[{paper.string(one.name)}] = {_present(known[one.name])}"
                for one in dict.fromkeys(run)
                if isinstance(one, Use)
            ]
    return lines


def _present(field: Field) -> str:
    """The value, which is not None, as the driver wants it."""
    return (field.codec.encode or "{}").format(field.name)


def _among(sheet: Sheet, piece: Among, known: Mapping[str, Field], indent: str = "") -> list[str]:
    field = known[piece.name]
    made = (field.codec.encode or "{}").format("one")
    word = "not_in_list" if piece.negated else "in_list"
    items = field.name if made == "one" else f"[{made} for one in {field.name}]"
    return sheet.call(f"sql += {word}(", [paper.string(piece.name), items, "values"], indent=indent)


def _ending(sheet: Sheet, query: CheckedQuery, entities: Mapping[str, Entity], module: str) -> tuple[str, list[str]]:
    """What the method gives, and the lines that run the statement and give it."""
    returns = query.query.returns
    if returns == "exec":
        return "None", [f"{sheet.wait}change(self._connection, sql, values)"]
    if returns == "count":
        return "int", [f"return {sheet.wait}change(self._connection, sql, values)"]
    kind, made = _row(sheet, query, entities, module)
    lines = [f"rows = {sheet.wait}fetch(self._connection, sql, values)"]
    label = paper.string(query.query.label)
    if returns == "many":
        if not query.query.sorted_by:
            return f"list[{kind}]", [*lines, f"return [{made('row')} for row in rows]"]
        sorting = _sorting(query, entities, sheet.speller)
        return f"list[{kind}]", [*lines, f"found = [{made('row')} for row in rows]", sorting, "return found"]
    if returns == "one":
        lines += sheet.call("row = exactly_one(", ["rows", label])
        if made("row") != _BARE.format("row") or kind == "Any":
            return kind, [*lines, f"return {made('row')}"]
        return kind, [*lines, f"value: {kind} = {made('row')}", "return value"]
    optional = kind if kind.endswith("| None") or kind == "Any" else f"{kind} | None"
    return optional, [
        *lines,
        *sheet.call("row = at_most_one(", ["rows", label]),
        f"return None if row is None else {made('row')}",
    ]


def _sorting(query: CheckedQuery, entities: Mapping[str, Entity], speller: Speller) -> str:
    fields = entities[query.whole].fields if query.whole else result_fields(query, entities, speller)
    by_column = {one.column: one.name for one in fields}
    if len(query.columns) == 1:
        return "found.sort()"
    chosen = [f"one.{by_column[name]}" for name in query.query.sorted_by]
    key = f"({', '.join(chosen)})" if len(chosen) > 1 else chosen[0]
    return f"found.sort(key=lambda one: {key})"


_BARE = "{}[0]"
"""The only column of a row, as the driver gives it."""


class _Made:
    """Source that makes a value of a variable that holds a row."""

    def __init__(self, template: str) -> None:
        self._template = template

    def __call__(self, row: str) -> str:
        return self._template.format(row)


def _row(sheet: Sheet, query: CheckedQuery, entities: Mapping[str, Entity], module: str) -> tuple[str, _Made]:
    """The type of one row, and how it is made."""
    if query.whole:
        one = entities[query.whole]
        add_builder(sheet, one)
        return one.row, _Made(f"{builder(one)}(*{{}})")
    fields = result_fields(query, entities, sheet.speller)
    for column in query.columns:
        if column.origin:
            owner = entities[column.origin.table]
            sheet.use(owner.module, *owner.declared.public)
    if len(fields) > 1:
        row = result_name(query)
        sheet.use(module, row)
        # Not "_row": a table may be called like the query.
        name = f"_{names.identifier(query.query.name)}_result"
        function(sheet, name, row, f"A row of {query.query.label} as the driver gives it.", fields)
        return row, _Made(f"{name}(*{{}})")
    (field,) = fields
    if not field.codec.decode:
        return field.hint, _Made(_BARE)
    name = f"_{names.identifier(query.query.name)}_value"
    lines = [
        *paper.listed(f"def {name}(", ["value: Any"], f") -> {field.hint}:"),
        *paper.docstring(f"A value of {query.query.label} as Python has it.", indent=paper.INDENT),
        *coded("value", field.codec.decode, nullable=field.nullable),
        # A type checker takes what was Any for Any, and does not like it to be returned as something else.
        *([] if field.hint == "Any" else [f"    found: {field.hint} = value"]),
        "    return value" if field.hint == "Any" else "    return found",
    ]
    sheet.functions.append(lines)
    return field.hint, _Made(f"{name}({{}}[0])")
