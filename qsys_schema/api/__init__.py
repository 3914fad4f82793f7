"""What the commands do, for notebooks, tests and deploy scripts: a project that is opened, and values that come back.

Nothing is printed, nothing exits, and the working directory stays where it is; what goes wrong is raised, as one of
``qsys_schema.errors``. Every call is blocking and may be made from any thread: none shares a connection with another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qsys_schema.api.copies import Copies, Copy
    from qsys_schema.api.project import Project
    from qsys_schema.api.values import Change, Difference, Migrations, Planned, Specs
    from qsys_schema.apply.move import Event
    from qsys_schema.apply.status import Status
    from qsys_schema.model.migration import Migration
    from qsys_schema.model.risk import Risk, RiskKind
    from qsys_schema.model.schema import Column, Schema, Table
    from qsys_schema.pipeline.check import Checked, Finding
    from qsys_schema.pipeline.codegen import Stale, Written
    from qsys_schema.pipeline.history import Standing
    from qsys_schema.prove.trial import Proof

_HOMES = {
    "Change": "qsys_schema.api.values",
    "Checked": "qsys_schema.pipeline.check",
    "Column": "qsys_schema.model.schema",
    "Copies": "qsys_schema.api.copies",
    "Copy": "qsys_schema.api.copies",
    "Difference": "qsys_schema.api.values",
    "Event": "qsys_schema.apply.move",
    "Finding": "qsys_schema.pipeline.check",
    "Migration": "qsys_schema.model.migration",
    "Migrations": "qsys_schema.api.values",
    "Planned": "qsys_schema.api.values",
    "Project": "qsys_schema.api.project",
    "Proof": "qsys_schema.prove.trial",
    "Risk": "qsys_schema.model.risk",
    "RiskKind": "qsys_schema.model.risk",
    "Schema": "qsys_schema.model.schema",
    "Specs": "qsys_schema.api.values",
    "Stale": "qsys_schema.pipeline.codegen",
    "Standing": "qsys_schema.pipeline.history",
    "Status": "qsys_schema.apply.status",
    "Table": "qsys_schema.model.schema",
    "Written": "qsys_schema.pipeline.codegen",
}
"""Where a name is at home: it is imported when somebody asks for it, since all of them together take a while."""

__all__ = [
    "Change",
    "Checked",
    "Column",
    "Copies",
    "Copy",
    "Difference",
    "Event",
    "Finding",
    "Migration",
    "Migrations",
    "Planned",
    "Project",
    "Proof",
    "Risk",
    "RiskKind",
    "Schema",
    "Specs",
    "Stale",
    "Standing",
    "Status",
    "Table",
    "Written",
]


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
