"""Pages of two projects: the queue, and one whose every name and text is meant to do harm."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command import ROOT, Command
from tests.page.house import BAD_SPEC
from tests.pipeline.desk import Desk


def _desk(folder: Path, private: Path) -> Desk:
    return Desk(command=Command(folder=folder, private=private), dialect="sqlite", url="sqlite:///desk.db")


@pytest.fixture(scope="module")
def queue_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the queue on SQLite."""
    folder = tmp_path_factory.mktemp("queue")
    desk = _desk(folder, tmp_path_factory.mktemp("home"))
    for name in ("schema", "migrations/sqlite"):
        shutil.copytree(ROOT / name, folder / name)
    desk.write("qsys-schema.toml", 'dialects = ["sqlite"]\n')
    desk.ok("docs", "--title", "The queue")
    return folder / "schema.html"


@pytest.fixture(scope="module")
def bad_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a project that means harm."""
    folder = tmp_path_factory.mktemp("bad")
    desk = _desk(folder, tmp_path_factory.mktemp("home"))
    desk.write("qsys-schema.toml", 'dialects = ["sqlite"]\n')
    for name, text in BAD_SPEC.items():
        desk.write(name, text)
    desk.generate("first")
    desk.ok("docs", "--title", "</title><script>window.harm = 1</script>")
    return folder / "schema.html"
