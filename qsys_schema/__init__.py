"""Edit a YAML table spec, review SQL that has been proven, merge.

As a library::

    from qsys_schema import Project

    project = Project.open("service", database="sqlite:///app.db")
    project.apply()

``qsys_schema.api`` has all the names, ``qsys_schema.errors`` what may be raised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qsys_schema.api import Project

__version__ = "0.1.0"

__all__ = ["Project", "__version__"]


def __getattr__(name: str) -> object:
    # Whoever imports the package, for its version say, does not wait for what it can do.
    if name == "Project":
        from qsys_schema.api import Project

        return Project
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
