"""Templates with named places: ``<<name>>`` takes a value, quoted for the language of the file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

_FOLDER = Path(__file__).with_name("files")
_PLACE = re.compile(r"<<(?P<name>[a-z_]+)(?::(?P<language>[a-z]+))?>>")

_UNUSUAL = re.compile(r"[^\w .,()+/-]")


def _words(value: str) -> str:
    """For a line of prose in Markdown or a comment: what could mean anything is left out."""
    return " ".join(_UNUSUAL.sub(" ", value).split())


def _toml(value: str) -> str:
    """A basic string of TOML: JSON's, but for the one control character that JSON leaves as it is."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _yaml(value: str) -> str:
    """A quoted scalar: JSON is YAML."""
    return json.dumps(value, ensure_ascii=True)


def _make(value: str) -> str:
    """A word of a recipe: in quotes for the shell, and with what means something to make doubled."""
    quoted = value.replace("'", "'\\''").replace("$", "$$")
    return f"'{quoted}'" if _UNUSUAL.search(quoted) or " " in quoted else quoted


_LANGUAGES: Mapping[str, Callable[[str], str]] = {
    "words": _words,
    "toml": _toml,
    "yaml": _yaml,
    "make": _make,
    "lines": str,
}
"""By the word behind a place's name. ``lines`` are another template's, filled already."""


def has_template(name: str) -> bool:
    """Whether there is a template of that name."""
    return (_FOLDER / name).is_file()


def filled(name: str, values: Mapping[str, str]) -> str:
    """The template ``name`` with its places filled; a line that holds nothing but an empty place goes.

    Raises KeyError for a place that has no value, or whose language nobody knows.
    """
    text = (_FOLDER / name).read_text(encoding="utf-8")

    def value(match: re.Match[str]) -> str:
        return _LANGUAGES[match["language"] or "words"](values[match["name"]])

    lines: list[str] = []
    for line in text.split("\n"):
        alone = _PLACE.fullmatch(line.strip())
        if alone is not None and not values[alone["name"]]:
            continue
        if alone is not None and alone["language"] == "lines":
            indent = line[: len(line) - len(line.lstrip())]
            lines += [f"{indent}{one}".rstrip() for one in values[alone["name"]].rstrip("\n").split("\n")]
        else:
            lines.append(_PLACE.sub(value, line))
    return "\n".join(lines)
