"""The pages of the reference, by the names of their files."""

from __future__ import annotations

from collections.abc import Mapping

from tests.command import ROOT
from tests.docs.reference.codes import codes
from tests.docs.reference.commands import commands
from tests.docs.reference.settings import settings
from tests.docs.reference.shapes import shapes
from tests.docs.reference.specs import specs

FOLDER = ROOT / "docs" / "reference"


def pages() -> Mapping[str, str]:
    """Every page as it is to be."""
    return {
        "commands.md": commands(),
        "specs.md": specs(),
        "settings.md": settings(),
        "codes.md": codes(),
        "json.md": shapes(),
    }
