"""Values in the words of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


KINDS = ("table", "view", "function", "type")
"""What a file may declare; the first of these keys that it has says which."""


def spec_kind(document: Mapping[str, object]) -> str:
    """What the document declares; a table where it has none of the keys that could say so."""
    return next((kind for kind in KINDS if kind in document), KINDS[0])


def kind_of(value: object) -> str:
    """What a value is, in words for a message."""
    match value:
        case None:
            return "nothing (null)"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {value}"
        case str():
            return f"the text {shorten(value)!r}"
        case list():
            return "a list"
        case _:
            return "a mapping"


def shorten(text: str, longest: int = 60) -> str:
    """The text, or its beginning and an ellipsis, so that no message is longer than a line or two."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
