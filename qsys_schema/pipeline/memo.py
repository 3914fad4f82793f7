"""Remembers that a database and the specs were found equal, so that finding nothing to do again costs next to nothing.

The key is a digest of all that the answer depends on: the specs' bytes, the catalog as the database keeps it, and
this package's own files. What is kept is an empty file of that name in the cache folder; it may always be deleted.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema import __version__

if TYPE_CHECKING:
    from qsys_schema.model.session import Session
    from qsys_schema.pipeline.project import Project

_FOLDER = "in-sync"
_MOST = 256
"""Keys kept; when there are more, all go, and each costs one slow run to come back."""


def in_sync_key(project: Project, session: Session) -> str:
    """What the answer depends on, as one digest; empty where it cannot be told without reading everything."""
    from qsys_schema.spec.files import digest_of

    specs = digest_of(project.settings.schema_folder)
    state = project.dialect.state(session)
    if not specs or not state:
        return ""
    tool = (__version__, _package_stamp(), project.dialect.name, project.dialect.target)
    parts = (*tool, repr(project.settings.ours), specs, state)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def known_in_sync(project: Project) -> bool:
    """Whether this very pair of live database and specs was found equal before. Imports next to nothing."""
    if not project.settings.has_database:
        return False
    with project.reading() as session:
        key = in_sync_key(project, session)
    return bool(key) and (project.settings.cache / _FOLDER / key).exists()


def remember_in_sync(project: Project, session: Session) -> None:
    """Remember the pair. A cache that cannot be written is done without."""
    key = in_sync_key(project, session)
    if not key:
        return
    folder = project.settings.cache / _FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        entries = list(folder.iterdir())
        if len(entries) >= _MOST:
            for entry in entries:
                entry.unlink(missing_ok=True)
        (folder / key).touch()
    except OSError:
        return


def _package_stamp() -> str:
    """When this package's files were last changed: another version of the tool may see another difference."""
    root = Path(__file__).parent.parent
    stamps = sorted((path.name, path.stat().st_mtime_ns) for path in root.glob("**/*.[pj][ys]*"))
    return hashlib.sha256(repr(stamps).encode()).hexdigest()
