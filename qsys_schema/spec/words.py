"""Values in the words of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def is_view(document: Mapping[str, object]) -> bool:
    """Whether the document declares a view, and no table."""
    return "view" in document and "table" not in document


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
