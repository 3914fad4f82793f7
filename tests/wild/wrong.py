"""What is not as it should be, and the words of it."""

from __future__ import annotations

from tests.command import Finished


class WentWrongError(Exception):
    """Something is not as it should be."""


def expect(done: Finished, what: str) -> None:
    """Raise WentWrongError where a command did not end well."""
    if done.code:
        raise WentWrongError(f"{what}: {words(done)}")


def words(done: Finished) -> str:
    """What a command said, on one line."""
    return " ".join((done.stdout + done.stderr).split())[:1200]
