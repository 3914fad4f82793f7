"""A laboratory for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apply.lab import Lab


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """No migrations and no database yet."""
    return Lab(folder=tmp_path / "migrations", database=tmp_path / "test.db")
