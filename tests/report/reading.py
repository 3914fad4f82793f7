"""A comment as GitHub reads it: parsed as its Markdown, with what it does to plain text afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from markdown_it.token import Token

HOSTILE = (
    "<script>alert(1)</script>",
    "</details><b>out</b>",
    "a | b || c",
    "`code` ``two``` ticks",
    "[a](javascript:alert(1)) ![i](http://evil.example/x.png)",
    "@everyone and @octo-cat, mail a@b.example",
    "#123, GH-45, octo/repo#6 and octo/repo@abc123",
    "one\ntwo\n\n# three\n- four\n> five",
    "\u202eright to left\u2066 \u200bnothing\ufeff",
    "--> <!-- qsys-schema -->",
    "```\n```` fence",
    "\\` \\| \\\\",
    "*b* _i_ __x__ ~~s~~ ***",
    "$x$ $$y$$ $`z`$",
    "schema/jobs.yaml:100:5 :tada:",
    "http://evil.example www.evil.example ftp://x",
    "&lt;b&gt; &amp; &#64;",
    "<https://evil.example> <a@b.example>",
    "- item",
    "1. item",
    "+ item",
    "=== ---",
    "[!CAUTION]",
    " spaces ",
    "",
    "\x00\x1b[31m\x7f",
    "| --- | --- |",
    "[x]: http://evil.example",
    "^a^ ==m== {=x=}",
    "\u2028line\u2029paragraph",
)
"""What people may put into names, descriptions and SQL."""

ACTED_ON = re.compile(
    r"(?<![\w/])@[A-Za-z\d]|#\d|\bGH-\d|:[\w+-]+:|https?://|www\.\w|\w@\w|(?<!\\)\$[^\s<]", re.IGNORECASE
)
"""What GitHub makes something of in plain text."""

_READER = MarkdownIt("gfm-like", {"html": True, "linkify": True})


def tokens(markdown: str) -> Iterator[Token]:
    """All tokens in order, those inside of lines among them."""
    for token in _READER.parse(markdown):
        yield token
        yield from token.children or ()


def kinds(markdown: str) -> list[str]:
    """What the Markdown is made of."""
    return [token.type for token in tokens(markdown)]


def own_html(markdown: str) -> set[str]:
    """Every piece of HTML that is not text."""
    found = set()
    for token in tokens(markdown):
        if token.type in {"html_inline", "html_block"}:
            found |= set(re.findall(r"<[^>]*>", token.content))
    return found


def plain_text(markdown: str) -> list[str]:
    """The texts outside of code, as they are shown, in which a site looks for names and numbers."""
    return [token.content for token in tokens(markdown) if token.type in {"text", "text_special"} and token.content]


def shown(markdown: str) -> str:
    """What a person sees of one line."""
    inside = False
    found = []
    for token in tokens(markdown):
        if token.type == "html_inline":
            inside = token.content == "<code>" or (inside and token.content != "</code>")
        elif token.type in {"text", "text_special", "code_inline"}:
            found.append(token.content)
    return "".join(found).replace("\u200b", "")
