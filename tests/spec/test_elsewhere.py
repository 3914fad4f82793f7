"""Types in the words of SQL and of other tools: what is suggested instead is what can be written."""

from __future__ import annotations

import pytest

from qsys_schema.spec.elsewhere import _OTHER_WORDS, meant_by
from tests.command import Command

_SIZED = {
    "varchar(40)": "{type: text, length: 40}",
    "VARCHAR (40)": "{type: text, length: 40}",
    "character varying(40)": "{type: text, length: 40}",
    "numeric(12, 2)": "{type: decimal, precision: 12, scale: 2}",
    "decimal(12)": "{type: decimal, precision: 12}",
    "tinyint(1)": "'boolean'",
    "int(11)": "'integer'",
    "text(1,2)": "",
    "thing(1)": "",
    "thing": "",
}


@pytest.mark.parametrize("word", _SIZED)
def test_a_type_with_its_size(word: str) -> None:
    """The size has a key of its own here."""
    assert meant_by(word) == _SIZED[word]


def test_whatever_is_suggested_is_valid(run_cli: Command) -> None:
    """No suggestion is answered with another one."""
    words = [*_OTHER_WORDS, *(word for word, meant in _SIZED.items() if meant)]
    columns = [
        f"  c{number}: {meant if meant.startswith('{') else '{type: ' + meant.strip(chr(39)) + '}'}"
        for number, meant in enumerate(map(meant_by, words))
    ]
    spec = run_cli.folder / "schema" / "t.yaml"
    spec.parent.mkdir(exist_ok=True)
    spec.write_text(
        "table: t\ncolumns:\n  id: {type: integer, primary_key: true}\n" + "\n".join(columns) + "\n", encoding="utf-8"
    )
    done = run_cli("validate")
    assert done.code == 0, done.stderr
