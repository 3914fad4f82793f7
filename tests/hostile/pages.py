"""What a result must not hold in each format, whatever was in the specs: elements, links, commands."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

_REFUSED = frozenset({1, 2, 4})


def assert_harmless(text: str, shape: str, *, code: int) -> None:
    """The result of a command in this format is what it says it is, and nothing in it comes from the input."""
    if shape == "json" or (shape == "sarif" and code not in _REFUSED):
        json.loads(text)
    elif shape == "markdown":
        assert_markdown(text)
    elif shape == "html":
        assert_html(text)
    elif shape == "github":
        assert_github(text)


def assert_markdown(text: str) -> None:
    """No element, link, image, heading or mention in a comment of Markdown comes from the input."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    tokens = reader.parse(text)
    for token in tokens:
        _look_at(token)
    for opening, token in pairwise(tokens):
        assert opening.type != "heading_open" or token.content.strip() != "canary", "a heading"


def _look_at(token: Any) -> None:
    for one in (token, *(token.children or ())):
        if one.type.startswith("html"):
            assert_html(one.content)
        if one.type in {"link_open", "image"}:
            assert "canary.example" not in str(one.attrs), f"a link: {one.attrs}"
            assert not str(one.attrs.get("href", "")).startswith("javascript"), f"a link: {one.attrs}"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.script: list[str] | None = None
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag.startswith("canary"):
            self.wrong.append(f"element {tag}")
        for name, value in attrs:
            if "canary" in name or name.startswith("on"):
                self.wrong.append(f"attribute {name} of {tag}")
            if name in {"href", "src", "xlink:href"} and re.match(
                r"\s*(javascript|https?://canary)", value or "", re.IGNORECASE
            ):
                self.wrong.append(f"{name} {value}")
        if tag == "script":
            self.script = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.script = None

    def handle_data(self, data: str) -> None:
        if self.script is not None and re.match(r"\s*canary_call", data):
            self.wrong.append(f"script {data[:80]}")


def assert_html(text: str) -> None:
    """No element, attribute, script or link in a page comes from the input."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.wrong == []


def assert_github(text: str) -> None:
    """Each line is one command of the shape that the runner knows, and none was smuggled in."""
    for line in text.splitlines():
        if line.startswith("::"):
            assert re.match(r"::(error|warning|notice) [^:]*::|::(error|warning|notice)::", line), line
