"""A database for each fact."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator

import pytest

from tests.facts.lab import Lab


@pytest.fixture
def lab() -> Generator[Lab, None, None]:
    """An empty database with foreign keys off, which is how yoyo opens one."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    yield Lab(connection=connection)
    connection.close()
