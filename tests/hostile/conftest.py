"""A stage for each test, copied from one that was made once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.stage import Stage, copy_of, make_template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A project that is in order, and a home for the tool's cache."""
    folder = tmp_path_factory.mktemp("hostile")
    home = folder / "home"
    return make_template(folder, home), home


@pytest.fixture
def new_stage(template: tuple[Path, Path], tmp_path: Path) -> Callable[[], Stage]:
    """Makes stages, as many as are asked for."""
    numbers = iter(range(1_000_000))
    made, home = template
    return lambda: copy_of(made, tmp_path / str(next(numbers)), home)


@pytest.fixture
def stage(new_stage: Callable[[], Stage]) -> Stage:
    """One stage."""
    return new_stage()
