"""Where a text may stand in a spec: as a name, as a text, or as SQL of somebody's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.hostile.words import quoted

Spec = dict[str, Any]
Files = dict[str, bytes]
"""Paths in the project and what is there."""

Place = Callable[[str], Files]


def yaml_of(value: Any) -> str:
    """A document in YAML's flow style, every text of it in quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)}: {yaml_of(member)}" for key, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(yaml_of, value)) + "]"
    if isinstance(value, str):
        return quoted(value)
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def files_of(**specs: Spec) -> Files:
    """Each spec in a file of its own."""
    return {f"schema/{name}.yaml": yaml_of(spec).encode() for name, spec in specs.items()}


def table(name: str = "victim", **more: Any) -> Spec:
    """A table with a key, a text and a number, and whatever more."""
    columns = {
        "id": {"type": "integer", "primary_key": True},
        "note": {"type": "text", "nullable": True},
        "size": {"type": "integer", "nullable": True},
    }
    return {"table": name, **more, "columns": columns | more.get("columns", {})}


def literal(text: str) -> str:
    """The text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def ident(text: str) -> str:
    """The text as a name in SQL."""
    return '"' + text.replace('"', '""') + '"'


def _query(sql: str, **more: Any) -> Spec:
    return {"sql": sql, "returns": "many", **more}


def _trigger(name: str, body: str) -> list[Spec]:
    """A trigger of the same name for each database."""
    return [{"name": name, "only": ["sqlite"], "sql": f"CREATE TRIGGER {ident(name)} AFTER INSERT ON victim {body}"}]


def _writes(text: str) -> str:
    return f"BEGIN UPDATE victim SET note = {literal(text)} WHERE id = NEW.id; END"


def _view(name: str, text: str, **more: Any) -> Spec:
    return {"view": name, "sql": f"CREATE VIEW {ident(name)} AS SELECT id, {literal(text)} AS said FROM victim", **more}


def _self_reference(name: str) -> list[Spec]:
    return [{"columns": ["size"], "references": {"table": "victim", "columns": ["id"]}, "name": name}]


def _second(text: str) -> Files:
    """A table that refers to one of that name by a column of that name."""
    key = [{"columns": [text], "references": {"table": text, "columns": ["id"]}, "on_delete": "cascade"}]
    child = table("child", columns={text: {"type": "integer", "nullable": True}}, foreign_keys=key)
    return files_of(victim=table(text), child=child)


NAMES: Mapping[str, Place] = {
    "table": lambda text: files_of(victim=table(text)),
    "column": lambda text: files_of(victim=table(columns={text: {"type": "text", "nullable": True}})),
    "key": lambda text: files_of(victim={"table": "victim", "columns": {text: {"type": "text", "primary_key": True}}}),
    "index": lambda text: files_of(victim=table(indexes=[{"columns": ["note"], "name": text}])),
    "indexed": lambda text: files_of(
        victim=table(columns={text: {"type": "integer"}}, indexes=[{"columns": [text], "where": f"{ident(text)} > 0"}])
    ),
    "unique": lambda text: files_of(victim=table(unique=[{"columns": ["note"], "name": text}])),
    "check": lambda text: files_of(victim=table(checks=[{"expression": "size > 0", "name": text}])),
    "primary_key": lambda text: files_of(
        victim={"table": "victim", "columns": {"a": {"type": "text"}}, "primary_key": {"columns": ["a"], "name": text}}
    ),
    "foreign_key": lambda text: files_of(victim=table(foreign_keys=_self_reference(text))),
    "referenced": _second,
    "trigger": lambda text: files_of(victim=table(triggers=_trigger(text, _writes("x")))),
    "view": lambda text: files_of(victim=table(), seen=_view(text, "x")),
    "enum_name": lambda text: files_of(
        victim=table(columns={"kind": {"type": "enum", "enum": ["a", "b"], "enum_name": {"postgres": text}}})
    ),
    "generated": lambda text: files_of(
        victim=table(columns={text: {"type": "integer", "nullable": True, "generated": "size + 1"}})
    ),
}
"""A name is taken, whatever it is, or refused for what it is."""

TEXTS: Mapping[str, Place] = {
    "description": lambda text: files_of(victim=table(description=text)),
    "column_description": lambda text: files_of(
        victim=table(columns={"said": {"type": "text", "nullable": True, "description": text}})
    ),
    "view_description": lambda text: files_of(victim=table(), seen=_view("seen", "x", description=text)),
    "default": lambda text: files_of(victim=table(columns={"said": {"type": "text", "default": text}})),
    "enum": lambda text: files_of(victim=table(columns={"kind": {"type": "text", "enum": [text, "other"]}})),
    "enum_type": lambda text: files_of(
        victim=table(columns={"kind": {"type": "enum", "enum": ["other", text], "default": "other"}})
    ),
    "checked": lambda text: files_of(victim=table(checks=[{"expression": f"note <> {literal(text)}"}])),
    "partial": lambda text: files_of(victim=table(indexes=[{"columns": ["size"], "where": f"note = {literal(text)}"}])),
    "computed": lambda text: files_of(
        victim=table(columns={"said": {"type": "text", "nullable": True, "generated": f"note || {literal(text)}"}})
    ),
    "trigger_text": lambda text: files_of(victim=table(triggers=_trigger("tells", _writes(text)))),
    "view_text": lambda text: files_of(victim=table(), seen=_view("seen", text)),
    "query_text": lambda text: files_of(
        victim=table(queries={"find": _query(f"SELECT * FROM victim WHERE note = {literal(text)} ORDER BY id")})
    ),
    "query_doc": lambda text: files_of(
        victim=table(queries={"find": _query("SELECT * FROM victim ORDER BY id", doc=text)})
    ),
    "acknowledged": lambda text: files_of(
        victim=table(queries={"find": _query("SELECT * FROM victim WHERE note = :note", acknowledge={"QP101": text})})
    ),
    "shape": lambda text: files_of(victim=table(columns={"doc": {"type": "json", "shape": {text: "text"}}})),
    "json_default": lambda text: files_of(
        victim=table(columns={"doc": {"type": "json", "default": quoted_json(text)}})
    ),
    "backfill": lambda text: files_of(victim=table(), canary={"table": "canary", "columns": _canary_columns(text)}),
}
"""A text is data: it arrives where it should, or is refused where the place takes no such text."""

IN_SQL = frozenset("checked partial computed trigger_text view_text query_text".split())
"""Texts that stand in SQL of somebody's own, which is taken as it is or not at all."""

SQL: Mapping[str, Place] = {
    "raw_check": lambda text: files_of(victim=table(checks=[{"expression": text}])),
    "raw_default": lambda text: files_of(
        victim=table(columns={"said": {"type": "text", "default": {"expression": text}}})
    ),
    "raw_where": lambda text: files_of(victim=table(indexes=[{"columns": ["size"], "where": text}])),
    "raw_index": lambda text: files_of(victim=table(indexes=[{"expressions": [text]}])),
    "raw_generated": lambda text: files_of(
        victim=table(columns={"said": {"type": "text", "nullable": True, "generated": text}})
    ),
    "raw_collate": lambda text: files_of(victim=table(columns={"said": {"type": "text", "collate": text}})),
    "raw_native": lambda text: files_of(victim=table(columns={"said": {"native": {"sqlite": text, "postgres": text}}})),
    "raw_query": lambda text: files_of(victim=table(queries={"find": _query(text)})),
    "raw_order": lambda text: files_of(
        victim=table(queries={"find": _query("SELECT * FROM victim ORDER BY :order_by", order_by={"by": text})})
    ),
    "raw_trigger": lambda text: files_of(victim=table(triggers=[{"name": "tells", "sql": text}])),
    "raw_trigger_body": lambda text: files_of(victim=table(triggers=_trigger("tells", f"BEGIN {text}; END"))),
    "raw_view": lambda text: files_of(victim=table(), seen={"view": "seen", "sql": text}),
    "raw_view_body": lambda text: files_of(
        victim=table(), seen={"view": "seen", "sql": f"CREATE VIEW seen AS SELECT {text}"}
    ),
    "raw_parameter": lambda text: files_of(
        victim=table(queries={"find": _query(f"SELECT * FROM victim WHERE note = :{text}", parameters={text: "text"})})
    ),
    "alias": lambda text: files_of(
        victim=table(queries={"find": _query(f"SELECT id, note AS {ident(text)} FROM victim ORDER BY id")})
    ),
    "query_name": lambda text: files_of(victim=table(queries={text: _query("SELECT * FROM victim ORDER BY id")})),
    "order_name": lambda text: files_of(
        victim=table(queries={"find": _query("SELECT * FROM victim ORDER BY :order_by", order_by={text: "id"})})
    ),
    "method": lambda text: files_of(victim=table(methods={"get": text})),
    "entity": lambda text: files_of(victim=table(entity=text)),
    "renamed_from": lambda text: files_of(victim=table(renamed_from=text)),
    "column_renamed_from": lambda text: files_of(
        victim=table(columns={"said": {"type": "text", "renamed_from": text, "nullable": True}})
    ),
    "unknown_key": lambda text: files_of(victim=table(**{text: "x"})),
    "type": lambda text: files_of(victim=table(columns={"said": {"type": text}})),
    "sql_doc": lambda text: _sql_file(f"-- name: find :many\n-- doc: {text}\nSELECT * FROM victim ORDER BY id;\n"),
    "sql_comment": lambda text: _sql_file(f"-- name: find :many\nSELECT * FROM victim -- {text}\nORDER BY id;\n"),
    "sql_name": lambda text: _sql_file(f"-- name: {text} :many\nSELECT * FROM victim ORDER BY id;\n"),
    "sql_more": lambda text: _sql_file(f"-- name: find :exec\nDELETE FROM victim; {text}\n"),
    "yaml": lambda text: {"schema/victim.yaml": text.encode("utf-8", "surrogatepass")},
    "yaml_after": lambda text: {"schema/victim.yaml": f"table: victim\n{text}".encode("utf-8", "surrogatepass")},
}
"""Where SQL, an identifier of Python or a key is wanted: most texts are refused, and none does anything."""


def _sql_file(text: str) -> Files:
    return files_of(victim=table()) | {"schema/queries/victim.sql": text.encode()}


def _canary_columns(text: str) -> Spec:
    """The canary's columns, as the template has them, with one that rows which are there get a text for."""
    return {
        "id": {"type": "integer", "primary_key": True},
        "note": {"type": "text"},
        "said": {"type": "text", "backfill": text},
    }


def quoted_json(text: str) -> str:
    """The text as a document of JSON."""
    import json

    return json.dumps(text)
