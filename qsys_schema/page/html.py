"""HTML that is escaped by construction: text is text, an attribute is an attribute, and only this file joins them.

The names of elements and attributes are ours; what stands in them is anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# What would not be seen, or would turn the direction of the text after it: shown as its escape. Joiners stay, since
# scripts and emoji need them; a surrogate that stands alone is no character, and no file can hold it.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_LINE_ENDS = re.compile("\r\n?")
# What the runner of a job at GitHub or Azure obeys, where the page is printed in one.
_OBEYED = re.compile(r"(\n\s*)(:)(?=:)|(##(?:vso)?)(\[)")
_VOID = frozenset(("br", "hr", "input", "link", "meta", "wbr"))
_UNCLOSED = frozenset(("li", "td", "th", "tr", "thead", "tbody"))
"""What ends by itself where the next one begins; a large page is a quarter smaller for it."""

_CLOSED_AT_ONCE = frozenset(("path", "rect"))
"""Elements of a drawing, which may say so where nothing is in them."""

_NEEDS_NO_QUOTES = re.compile(r"[A-Za-z0-9_.:~#-]+")


class Html(str):
    """Text that is HTML already. Made here, and from files of our own; never from what somebody wrote."""

    __slots__ = ()


Child = Html | str | None | Iterable["Child"]
Value = str | int | bool | None


def visible(text: str) -> str:
    """The text with what cannot be seen spelled out as Python would. Line ends and tabs stay."""
    return _UNSEEN.sub(lambda match: match.group().encode("unicode_escape").decode(), _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """A name as it can be shown: line ends and tabs spelled out as well."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def escaped(text: str) -> str:
    """The text as it stands in an element or, in double quotes, in an attribute."""
    found = visible(text).translate(_SPECIAL)
    if "::" not in found and "##" not in found:
        return found
    return _OBEYED.sub(lambda match: f"{match[1] or match[3]}&#{ord(match[2] or match[4])};", found)


def element(name: str, /, *children: Child, **attributes: Value) -> Html:
    """One element. An attribute is ``class_`` or ``aria_label``; True gives a bare one, None and False none."""
    head = f"<{name}{''.join(map(_attribute, attributes.items()))}>" if attributes else f"<{name}>"
    if name in _VOID:
        return Html(head)
    inner = "".join(map(_inner, children))
    if name in _UNCLOSED:
        return Html(f"{head}{inner}")
    if not inner and name in _CLOSED_AT_ONCE:
        return Html(f"{head[:-1]} />")
    return Html(f"{head}{inner}</{name}>")


def joined(children: Iterable[Child]) -> Html:
    """Several of them, one after the other."""
    return Html("".join(map(_inner, children)))


def separated(children: Iterable[Child], by: str) -> Html:
    """Several of them with a text in between."""
    return Html(escaped(by).join(map(_inner, children)))


def _attribute(pair: tuple[str, Value]) -> str:
    name, value = pair
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    text = str(value)
    return f" {name}={text}" if _NEEDS_NO_QUOTES.fullmatch(text) else f' {name}="{escaped(text)}"'


def _inner(child: Child) -> str:
    if isinstance(child, Html):
        return child
    if isinstance(child, str):
        return escaped(child)
    return "" if child is None else "".join(map(_inner, child))
