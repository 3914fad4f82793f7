"""The modules of Python that a dialect's folder keeps for generated packages, which get them as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qsys_schema.model.python import Flavour

if TYPE_CHECKING:
    from pathlib import Path


def text(folder: Path, module: str) -> str:
    """The text of one module."""
    return (folder / f"{module}.py.txt").read_text(encoding="utf-8")


def flavours(folder: Path, name: str) -> tuple[Flavour, ...]:
    """The two ways to reach the database of that name: one that waits, and one for asyncio."""
    return (
        Flavour(name=name, session=text(folder, "session"), asynchronous=False),
        Flavour(name=f"{name}_async", session=text(folder, "session_async"), asynchronous=True),
    )
