"""Whole files of a project that are not what they should be: as files of specs, of SQL, of settings, of migrations."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.hostile.places import Files

Document = Callable[[], Files]

MEGABYTES_10 = 10 << 20

_COLUMNS = "columns: {id: {type: integer, primary_key: true}}\n"
_TABLE = f"table: victim\n{_COLUMNS}"


def _spec(text: str | bytes, name: str = "victim.yaml") -> Document:
    return lambda: {f"schema/{name}": text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text}


def _laughs(depth: int, times: int) -> str:
    lines = ["a0: &a0 [lol]"]
    lines += [f"a{one}: &a{one} [{', '.join([f'*a{one - 1}'] * times)}]" for one in range(1, depth)]
    return "\n".join(lines)


def _merges(depth: int) -> str:
    lines = ["m0: &m0 {k: v}"]
    lines += [f"m{one}: &m{one} {{<<: [*m{one - 1}, *m{one - 1}], k{one}: v}}" for one in range(1, depth)]
    return "\n".join(lines)


BOMBS: Mapping[str, Document] = {
    "billion_laughs": _spec(_laughs(10, 9) + "\n" + _TABLE),
    "laughs_in_a_spec": _spec(_laughs(9, 9) + f"\n{_TABLE}description: *a8\n"),
    "quadratic": _spec("a: &a [" + "x," * 50_000 + "]\nb: [" + "*a," * 99 + "]\n" + _TABLE),
    "many_aliases": _spec("a: &a x\nb: [" + "*a," * 100_000 + "]\n" + _TABLE),
    "many_anchors": _spec("b: [" + ",".join(f"&a{n} x" for n in range(10_000)) + "]\n" + _TABLE),
    "merge_bomb": _spec(_merges(60) + "\n" + _TABLE),
    "recursive_alias": _spec("table: &a [*a]\n"),
    "recursive_mapping": _spec("&a {table: victim, columns: *a}\n"),
    "deep_lists": _spec("table: " + "[" * 100_000),
    "deep_closed": _spec("table: " + "[" * 500 + "]" * 500),
    "deep_mappings": _spec("{a: " * 100_000),
    "deep_blocks": _spec("\n".join(" " * depth + "a:" for depth in range(1000))),
    "deep_items": _spec("- " * 100_000 + "x"),
    "huge_scalar": _spec("table: " + "x" * 100_000 + "\n" + _COLUMNS),
    "huge_description": _spec(f"description: {'word ' * 100_000}\n{_TABLE}"),
    "huge_key": _spec("x" * 900_000 + ": y\n" + _TABLE),
    "huge_number": _spec(f"{_TABLE}checks: {'9' * 500_000}\n"),
    "huge_default": _spec("table: victim\ncolumns: {id: {type: integer, default: " + "9" * 10_000 + "}}\n"),
    "huge_length": _spec("table: victim\ncolumns: {id: {type: text, length: 1" + "0" * 400 + "}}\n"),
    "exponent": _spec("table: victim\ncolumns: {id: {type: decimal, precision: 9, default: '1e999999999'}}\n"),
    "float": _spec("table: victim\ncolumns: {id: {type: float, default: 1e400}}\n"),
    "not_a_number": _spec("table: victim\ncolumns: {id: {type: float, default: .nan}}\n"),
    "sexagesimal": _spec("table: victim\ncolumns: {id: {type: integer, default: 190:20:30}}\n"),
    "many_columns": _spec("table: victim\ncolumns:\n" + "".join(f"  c{n}: {{type: text}}\n" for n in range(3_000))),
    "many_findings": _spec("table: victim\ncolumns:\n" + "".join(f"  c{n}: {{typ: text}}\n" for n in range(500))),
    "many_enums": _spec(
        "table: victim\ncolumns: {id: {type: text, enum: [" + ",".join(f"e{n}" for n in range(5_000)) + "]}}\n"
    ),
    "deep_check": _spec(f"{_TABLE}checks: [{{expression: '{'(' * 5000}id > 0{')' * 5000}'}}]\n"),
    "long_check": _spec(f"{_TABLE}checks: [{{expression: '{' AND '.join(['id > 0'] * 5000)}'}}]\n"),
    "deep_query": _spec(
        f"{_TABLE}queries: {{find: {{returns: many, sql: 'SELECT {'(' * 2000}id{')' * 2000} AS a FROM victim'}}}}\n"
    ),
    "nested_query": _spec(
        f"{_TABLE}queries: {{find: {{returns: many, sql: '"
        + "SELECT id FROM (" * 300
        + "SELECT id FROM victim"
        + ") x" * 300
        + "'}}\n"
    ),
    "long_query": _spec(
        f"{_TABLE}queries: {{find: {{returns: many, sql: 'SELECT id FROM victim WHERE "
        + " OR ".join(["id = 1"] * 3000)
        + "'}}\n"
    ),
    "deep_shape": _spec("table: victim\ncolumns: {id: {type: json, shape: " + "[" * 45 + "text" + "]" * 45 + "}}\n"),
    "ten_megabytes": _spec(b"# " + b"x" * MEGABYTES_10 + b"\n" + _TABLE.encode()),
    "ten_megabytes_of_lines": _spec(b"#\n" * (MEGABYTES_10 // 2) + _TABLE.encode()),
    "ten_megabytes_of_nothing": _spec(b"\0" * MEGABYTES_10),
    "ten_megabytes_of_brackets": _spec(b"[" * MEGABYTES_10),
    "ten_megabytes_of_queries": lambda: {
        "schema/victim.yaml": _TABLE.encode(),
        "schema/queries/victim.sql": b"-- name: find :many\nSELECT 1;\n" * (MEGABYTES_10 // 31),
    },
    "a_megabyte_of_queries": lambda: {
        "schema/victim.yaml": _TABLE.encode(),
        "schema/queries/victim.sql": b"-- name: find :many\nSELECT 1;\n" * (1_000_000 // 31),
    },
}
"""Files that ask for more time or memory than a spec is worth."""

SPECS: Mapping[str, Document] = {
    "empty": _spec(""),
    "only_blanks": _spec("  \n\n  "),
    "only_comment": _spec("# nothing\n"),
    "null_document": _spec("null\n"),
    "a_list": _spec("- table: victim\n"),
    "a_text": _spec("victim\n"),
    "two_documents": _spec(f"{_TABLE}---\n{_TABLE}"),
    "python_object": _spec(f"!!python/object/apply:os.system ['touch ../canary']\n{_TABLE}"),
    "python_name": _spec(f"{_TABLE}description: !!python/name:os.system\n"),
    "python_new": _spec(f"{_TABLE}description: !!python/object/new:os.system ['touch ../canary']\n"),
    "python_module": _spec(f"{_TABLE}description: !!python/module:this\n"),
    "own_tag": _spec(f"{_TABLE}description: !canary x\n"),
    "binary": _spec(f"{_TABLE}description: !!binary aGVsbG8=\n"),
    "set": _spec(f"{_TABLE}unique: !!set {{a, b}}\n"),
    "timestamp": _spec(f"{_TABLE}description: !!timestamp 2024-01-01\n"),
    "tag_directive": _spec(f"%TAG ! tag:canary.example,2024:\n---\n{_TABLE}description: !x y\n"),
    "yaml_directive": _spec(f"%YAML 9.9\n---\n{_TABLE}"),
    "duplicate_keys": _spec(f"table: victim\ntable: canary\n{_COLUMNS}"),
    "duplicate_columns": _spec("table: victim\ncolumns: {id: {type: text}, id: {type: integer}}\n"),
    "complex_key": _spec(f"? [a, b]\n: c\n{_TABLE}"),
    "null_key": _spec(f"~: x\n{_TABLE}"),
    "number_key": _spec(f"1: x\n{_TABLE}"),
    "boolean_table": _spec(f"table: no\n{_COLUMNS}"),
    "list_table": _spec(f"table: [a]\n{_COLUMNS}"),
    "merge_key": _spec(f"<<: {{table: canary}}\n{_COLUMNS}"),
    "merge_number": _spec(f"<<: 3\n{_TABLE}"),
    "unknown_alias": _spec("table: *nobody\n"),
    "tabs": _spec("table: victim\ncolumns:\n\tid: {type: integer}\n"),
    "carriage_returns": _spec(_TABLE.replace("\n", "\r\n")),
    "old_mac": _spec(_TABLE.replace("\n", "\r")),
    "byte_order_mark": _spec(b"\xef\xbb\xbf" + _TABLE.encode()),
    "mark_in_the_middle": _spec(f"table: victim\n\ufeff{_COLUMNS}"),
    "utf16": _spec(_TABLE.encode("utf-16")),
    "utf16_bare": _spec(_TABLE.encode("utf-16-le")),
    "utf32": _spec(_TABLE.encode("utf-32")),
    "latin1": _spec("table: caf\xe9\n".encode("latin-1")),
    "nul": _spec("table: vic\0tim\n" + _COLUMNS),
    "escaped_nul": _spec('table: "vic\\0tim"\n' + _COLUMNS),
    "escape": _spec("table: \x1b[31mvictim\n" + _COLUMNS),
    "lone_surrogate": _spec('table: "\\ud800"\n' + _COLUMNS),
    "raw_surrogate": _spec("table: \ud800\n" + _COLUMNS),
    "overlong": _spec(b"table: \xc0\xaf\n" + _COLUMNS.encode()),
    "cut_off": _spec(b"table: \xe2\x82"),
    "beyond_unicode": _spec('table: "\\UFFFFFFFF"\n' + _COLUMNS),
    "next_line": _spec("table: victim\x85" + _COLUMNS),
    "unclosed": _spec("table: 'victim\n"),
    "a_program": _spec(b"\x7fELF\x02\x01\x01" + bytes(range(256))),
    "a_folder": lambda: {"schema/victim.yaml/x": b""},
    "json": _spec('{"table": "victim", "columns": {"id": {"type": "integer", "primary_key": true}}}'),
    "yml": _spec(_TABLE, "victim.yml"),
    "upper_case_ending": _spec(_TABLE, "victim.YAML"),
    "name_with_escape": _spec(_TABLE, "vic\x1b[31mtim.yaml"),
    "name_with_newline": _spec("table: [", "vic\n::error::tim.yaml"),
    "name_with_quotes": _spec(_TABLE, "vic'\"; DROP TABLE canary; --.yaml"),
    "name_with_html": _spec("table: [", "<canary-x onload=canary()>.yaml"),
    "name_with_markdown": _spec("table: [", "[canary](https:canary.example).yaml"),
    "name_right_to_left": _spec("table: [", "a\u202eb.yaml"),
    "name_with_python": _spec(_TABLE, '"""canary_call().yaml'),
    "name_with_brackets": _spec(_TABLE, "[red]canary[/red].yaml"),
    "name_with_blanks": _spec(_TABLE, "   .yaml"),
    "name_of_dots": _spec(_TABLE, "...yaml"),
    "same_table_twice": lambda: {"schema/a.yaml": _TABLE.encode(), "schema/b.yaml": _TABLE.encode()},
    "same_table_in_capitals": lambda: {
        "schema/a.yaml": _TABLE.encode(),
        "schema/b.yaml": _TABLE.replace("victim", "VICTIM").encode(),
    },
    "references_itself": _spec(
        f"{_TABLE}foreign_keys: [{{columns: [id], references: {{table: victim, columns: [id]}}}}]\n"
    ),
    "references_nothing": _spec(
        f"{_TABLE}foreign_keys: [{{columns: [id], references: {{table: nobody, columns: [x]}}}}]\n"
    ),
}
"""Specs that are no YAML, no spec, or one that says something odd."""


def _queries(text: str | bytes, name: str = "victim.sql") -> Document:
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return lambda: {"schema/victim.yaml": _TABLE.encode(), f"schema/queries/{name}": content}


QUERIES: Mapping[str, Document] = {
    "empty": _queries(""),
    "no_name": _queries("SELECT 1"),
    "only_name": _queries("-- name: find :many"),
    "no_kind": _queries("-- name: find\nSELECT 1"),
    "two_statements": _queries("-- name: find :many\nSELECT id FROM victim; DROP TABLE canary"),
    "drop": _queries("-- name: find :exec\nDROP TABLE canary"),
    "delete_all": _queries("-- name: find :exec\nDELETE FROM canary"),
    "pragma": _queries("-- name: find :many\nPRAGMA writable_schema = ON"),
    "attach": _queries("-- name: find :exec\nATTACH DATABASE '../pwned.db' AS p"),
    "vacuum_into": _queries("-- name: find :exec\nVACUUM INTO '../pwned.db'"),
    "load_extension": _queries("-- name: find :many\nSELECT load_extension('../pwned') AS a FROM victim"),
    "writefile": _queries("-- name: find :many\nSELECT writefile('../pwned', 'x') AS a FROM victim"),
    "endless": _queries(
        "-- name: find :many\nWITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    ),
    "big_blob": _queries("-- name: find :many\nSELECT zeroblob(1000000000) AS a FROM victim"),
    "unclosed_text": _queries("-- name: find :many\nSELECT 'a FROM victim"),
    "unclosed_comment": _queries("-- name: find :many\nSELECT id FROM victim /* x"),
    "semicolons": _queries("-- name: find :many\n;;;;SELECT id FROM victim;;;;"),
    "only_comment": _queries("-- name: find :many\n/* nothing */"),
    "nul": _queries("-- name: find :many\nSELECT '\0' AS a FROM victim"),
    "utf16": _queries("-- name: find :many\nSELECT id FROM victim".encode("utf-16")),
    "byte_order_mark": _queries("\ufeff-- name: find :many\nSELECT id FROM victim"),
    "carriage_returns": _queries("-- name: find :many\r\nSELECT id FROM victim\r\n"),
    "old_mac": _queries("-- name: find :many\rSELECT id FROM victim\r"),
    "triple_quotes": _queries(
        "-- name: find :many\nSELECT '\"\"\"' AS a, '{canary_call()}' AS b, '\\' AS c FROM victim"
    ),
    "right_to_left": _queries("-- name: find :many\nSELECT '\u202e' AS a FROM victim -- \u202e\n"),
    "surrogate": _queries("-- name: find :many\nSELECT '\ud800' AS a FROM victim"),
    "python_parameters": _queries(
        "-- name: find :many\nSELECT id FROM victim WHERE id = :self AND id = :class AND id = :None"
    ),
    "positional": _queries("-- name: find :many\nSELECT id FROM victim WHERE id = ? AND id = ?1 AND id = $a"),
    "strange_group": _queries("-- name: find :many\nSELECT id FROM victim", "../x.sql".replace("/", "_")),
    "group_of_python": _queries("-- name: find :many\nSELECT id FROM victim", "import.sql"),
    "group_dunder": _queries("-- name: find :many\nSELECT id FROM victim", "__init__.sql"),
    "group_of_ours": _queries("-- name: find :many\nSELECT id FROM victim", "session.sql"),
}
"""Files of named queries."""

SETTINGS: Mapping[str, bytes] = {
    "empty": b"",
    "no_toml": b"<canary-x>",
    "utf16": "database = 'x'".encode("utf-16"),
    "nul": b'schema = "a\\u0000b"',
    "raw_nul": b'schema = "a\0b"',
    "escape": b'schema = "a\\u001b[31mb"',
    "newline": b'schema = "a\\n::error::b"',
    "up": b'schema = "../outside.txt"',
    "root": b'schema = "/"',
    "list": b"schema = ['a']",
    "deep": b"schema = " + b"[" * 5000 + b"]" * 5000,
    "unknown": b'"<canary-x onload=canary()>" = 1',
    "unknown_steering": b'"\\u001b[2J" = 1',
    "dialect": b'dialects = ["../postgres"]',
    "no_dialects": b"dialects = []",
    "same_dialect": b'dialects = ["sqlite", "sqlite"]',
    "version": b'minimum = {sqlite = "\'; DROP TABLE canary"}',
    "old_version": b'minimum = {sqlite = "0"}',
    "huge_version": b'minimum = {sqlite = "' + b"9" * 5000 + b'"}',
    "version_word": b'minimum = {sqlite = "\\u0663.\\u0664"}',
    "flavour": b'flavours = ["../../x"]',
    "code_empty": b'repositories = " "',
    "code_here": b'repositories = "."',
    "code_in_specs": b'repositories = "schema"',
    "code_in_migrations": b'repositories = "migrations/sqlite"',
    "include": b'include = ["(", "[", "*' + b"*?" * 200 + b'"]',
    "exclude": b'exclude = ["canary", "\\u0000", "!"]',
    "environments": b'environments = {"../x" = {database = "sqlite:///../pwned.db"}}',
    "environment_kind": b'environments = {"a" = 3}',
    "ten_megabytes": b"# " + b"x" * MEGABYTES_10,
    "huge_number": b"offline = " + b"9" * 10_000,
}
"""What the configuration may say."""
