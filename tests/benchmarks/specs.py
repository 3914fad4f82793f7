"""Made-up schemas of any size: ten columns, two indexes, a foreign key and a check per table."""

from __future__ import annotations

from pathlib import Path

_TABLE = """\
table: {name}
description: Table {number} of a made-up schema.
columns:
  id: {{type: integer, primary_key: true}}
  parent_id: {{type: integer, nullable: true}}
  name: {{type: text}}
  status: {{type: text, enum: [NEW, OPEN, DONE]}}
  amount: {{type: integer, default: 0}}
  note: {{type: text, nullable: true}}
  payload: {{type: json, nullable: true}}
  is_active: {{type: boolean, default: true}}
  created_at: {{type: timestamp_ms}}
  updated_at: {{type: timestamp_ms, nullable: true}}
{more}\
indexes:
  - columns: [status, created_at]
  - columns: [parent_id]
foreign_keys:
  - columns: [parent_id]
    references: {{table: {parent}, columns: [id]}}
    on_delete: cascade
checks:
  - name: ck_{name}_amount
    expression: "amount >= 0"
"""


def write_specs(folder: Path, tables: int) -> None:
    """Write one spec per table into ``folder``. Each refers to the one before it, the first to itself."""
    folder.mkdir(parents=True)
    for number in range(tables):
        _write(folder, number)


def add_column(folder: Path, number: int) -> None:
    """Give one table of ``folder`` a column more."""
    _write(folder, number, more="  label: {type: text, nullable: true}\n")


def _write(folder: Path, number: int, more: str = "") -> None:
    name, parent = _name(number), _name(max(number - 1, 0))
    text = _TABLE.format(name=name, parent=parent, number=number, more=more)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def _name(number: int) -> str:
    return f"table_{number:04d}"
