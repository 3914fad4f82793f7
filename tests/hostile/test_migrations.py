"""Migrations that somebody else wrote, checksums that are none, and what lies around in the project's folders."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.hostile.journey import readers
from tests.hostile.places import Files
from tests.hostile.stage import Stage

_FOLDER = "migrations/sqlite"
_DEPENDS = "-- depends: 0001.first\n"
_MADE = "CREATE TABLE made (a);"
_UNMADE = "DROP TABLE made;"


def _pair(forward: str | bytes, back: str | bytes = _UNMADE, name: str = "0002.x") -> Files:
    def encoded(text: str | bytes) -> bytes:
        return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text

    return {f"{_FOLDER}/{name}.sql": encoded(forward), f"{_FOLDER}/{name}.rollback.sql": encoded(back)}


def _named(name: str) -> Files:
    return _pair(_DEPENDS + _MADE, name=name)


WRITTEN: Mapping[str, Files] = {
    "attach": _pair("ATTACH DATABASE '../pwned.db' AS p; CREATE TABLE p.x (a);", "SELECT 1;"),
    "attach_outside": _pair("-- transactional: false\nATTACH DATABASE '../pwned.db' AS p;", "SELECT 1;"),
    "vacuum_into": _pair("-- transactional: false\nVACUUM INTO '../pwned.db';", "SELECT 1;"),
    "vacuum": _pair("VACUUM;", "VACUUM;"),
    "writable_schema": _pair("PRAGMA writable_schema = ON; DELETE FROM sqlite_master; " + _MADE),
    "load_extension": _pair("SELECT load_extension('../pwned');" + _MADE),
    "temp_directory": _pair("PRAGMA temp_store_directory = '../pwned';" + _MADE),
    "journal": _pair("PRAGMA journal_mode = OFF; PRAGMA locking_mode = EXCLUSIVE;" + _MADE),
    "limits": _pair("PRAGMA max_page_count = 1;" + _MADE),
    "commit": _pair("COMMIT; DROP TABLE canary; BEGIN;" + _MADE),
    "hidden_commit": _pair("SELECT 'a\\'; COMMIT; DROP TABLE canary; --';" + _MADE),
    "savepoint": _pair("SAVEPOINT x; RELEASE x; ROLLBACK TO x;" + _MADE),
    "nul": _pair(_MADE + "\0DROP TABLE canary;"),
    "escape": _pair("-- \x1b[2J\n" + _MADE.replace("made", '"\x1b[31m"')),
    "directions": _pair('-- \u202e\nCREATE TABLE "a\u202eb" (a);', 'DROP TABLE "a\u202eb";'),
    "utf16": _pair(_MADE.encode("utf-16")),
    "latin1": _pair("CREATE TABLE \xe9 (a);".encode("latin-1")),
    "byte_order_mark": _pair("\ufeff" + _MADE),
    "carriage_returns": _pair(_MADE.replace(" ", "\r\n"), _UNMADE.replace(" ", "\r")),
    "surrogate": _pair("CREATE TABLE \ud800 (a);"),
    "unclosed": _pair("CREATE TABLE 'made (a);"),
    "unclosed_comment": _pair("/* CREATE TABLE made (a);"),
    "only_comment": _pair("-- nothing\n"),
    "empty": _pair(""),
    "semicolons": _pair(";;;;"),
    "directives": _pair(f"-- depends: ../../x\n-- depends: 0001.first'; --\n-- transactional: \x1b[31m\n{_MADE}"),
    "itself": _pair("-- depends: 0002.x\n" + _MADE),
    "fingerprints": _pair(f"-- Schema before {'0' * 16}, after {'f' * 16}.\n{_MADE}"),
    "replaces": _pair(f"-- replaces: ../x <canary-x> \x1b[31m\n{_MADE}"),
    "rows": _pair(f'-- rows: *, "; DROP TABLE canary\n{_MADE}'),
    "allow": _pair(
        f"-- qsys:allow DS102 canary: <canary-x>[canary](https://canary.example)\nDROP TABLE canary;\n{_MADE}"
    ),
    "html": _pair('CREATE TABLE "<canary-x onload=canary()>" ("</script><script>canary_call()");', "SELECT 1;"),
    "markdown": _pair('CREATE TABLE "``` \n# canary\n[canary](https://canary.example)" (a);', "SELECT 1;"),
    "github": _pair('CREATE TABLE "x\n::error::canary\n::add-mask::canary" (a);', "SELECT 1;"),
    "long": _pair("SELECT 1" + " + 1" * 100_000 + ";", "SELECT 1;"),
    "deep": _pair("SELECT " + "(" * 20_000 + "1" + ")" * 20_000 + ";", "SELECT 1;"),
    "many": _pair("SELECT 1;\n" * 3000, "SELECT 1;\n" * 3000),
    "ten_megabytes": _pair(b"-- " + b"x" * (10 << 20) + b"\n" + _MADE.encode()),
    "sums_binary": {f"{_FOLDER}/qsys.sum": bytes(range(256))},
    "sums_utf16": {f"{_FOLDER}/qsys.sum": "x".encode("utf-16")},
    "sums_empty": {f"{_FOLDER}/qsys.sum": b""},
    "sums_up": {f"{_FOLDER}/qsys.sum": b"0" * 64 + b"  ../../../canary.sql\n"},
    "sums_steering": {f"{_FOLDER}/qsys.sum": b"0" * 64 + b"  \x1b[31m\n::error::canary\n"},
    "sums_conflict": {f"{_FOLDER}/qsys.sum": b"<<<<<<< \x1b[31m\n=======\n>>>>>>> <canary-x>\n"},
    "sums_ten_megabytes": {f"{_FOLDER}/qsys.sum": (b"0" * 64 + b"  x.sql\n") * (10 << 20 >> 7)},
    "name_quote": _named("0002.x'; DROP TABLE canary; --"),
    "name_escape": _named("0002.\x1b[31mx"),
    "name_newline": _named("0002.x\n::error::canary"),
    "name_html": _named("0002.<canary-x onload=canary()>"),
    "name_markdown": _named("0002.[canary](https:canary.example)`|"),
    "name_direction": _named("0002.a\u202eb"),
    "name_blanks": _named("0002. a  b "),
    "name_dots": _named("..x"),
    "name_option": _named("--database"),
    "name_long": _named("0002." + "x" * 200),
    "name_bytes": {f"{_FOLDER}/0002.\udcff.sql": _MADE.encode()},
    "name_number": _named("99999999999999999999999999.x"),
    "name_none": _named("x"),
    "name_python": {f"{_FOLDER}/0002.x.py": b"raise SystemExit('canary_call')"},
    "code_of_others": {
        "code/rows/x.py": b'"""Generated by qsys-schema; do not edit."""\n',
        "code/x.py": b"canary_call()",
    },
    "code_ten_megabytes": {"code/rows/canary.py": b"#" * (10 << 20)},
    "code_bytes": {"code/rows/canary.py": bytes(range(256)), "code/rows/\udcff.py": b""},
    "code_folder": {"code/rows/canary.py/x": b""},
}

_LARGE = ("ten_megabytes", "long", "deep")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.soak] if name in _LARGE else []) for name in WRITTEN]
)
def test_files_that_somebody_else_wrote(stage: Stage, name: str) -> None:
    """They are read, judged and proven without anything of them reaching what lies outside."""
    (stage.root / "code" / "rows" / "canary.py").unlink()
    stage.put(WRITTEN[name])
    _look(stage, len(name))
    # Only what a person means to keep: nothing here is applied on the database of the stage.
    for arguments in (("seal",), ("verify", "0002.x"), ("rebase",), ("check",), ("codegen",), ("generate", "y")):
        stage.run(*arguments)


LINKS = {
    "specs": ("schema/victim.yaml", "../../outside.txt"),
    "specs_root": ("schema/victim.yaml", "/etc/passwd"),
    "endless": ("schema/victim.yaml", "/dev/zero"),
    "itself": ("schema/victim.yaml", "victim.yaml"),
    "queries": ("schema/queries", "../.."),
    "migration": (f"{_FOLDER}/0002.x.sql", "../../../outside.txt"),
    "sums": (f"{_FOLDER}/qsys.sum", "../../../outside.txt"),
    "code": ("code/rows/victim.py", "../../../outside.txt"),
    "code_of_ours": ("code/rows/canary.py", "../../../outside.txt"),
    "code_folder": ("code/sqlite_async", "../.."),
    "page": ("schema.html", "../outside.txt"),
    "settings": ("qsys-schema.toml", "../outside.txt"),
}


@pytest.mark.parametrize("name", LINKS)
def test_links_that_lead_out(stage: Stage, name: str) -> None:
    """Nothing is written, and nobody's file is shown, at the other end of a link."""
    place, target = LINKS[name]
    path = stage.root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        path.rename(stage.root / "elsewhere")
    else:
        path.unlink(missing_ok=True)
    path.symlink_to(target)
    before = _listed(stage.root.parent)
    _look(stage, len(name))
    for command in ("codegen", "generate", "seal", "apply", "docs"):
        said = stage.run(command)
        assert "root:x:" not in said.stdout + said.stderr
    assert _listed(stage.root.parent) == before


def _listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _look(stage: Stage, turn: int) -> None:
    known = readers("0002.x")
    for arguments in (*known[turn % 5 :: 5], ("validate",)):
        stage.run(*arguments)
    stage.run("status", terminal=True)
    stage.run("check", terminal=True)
