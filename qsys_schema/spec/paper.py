"""Documents as YAML text: the layout a person would choose, and nothing of what a person wrote before lost.

ruamel.yaml keeps comments and order of a file that is there already. A text that YAML could take for something else
is quoted.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from qsys_schema.spec.read import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruamel.yaml import YAML

    from qsys_schema.spec.read import Document, Plain

_WIDTH = 110
"""Characters after which a mapping is no longer written on one line."""

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_ ./()<>=+*'|&~-]*(?<! )")
_TRAPS = frozenset("y n yes no on off true false null nan inf".split())
_BLOCKS = frozenset({"columns", "unique", "exclusions", "indexes", "foreign_keys", "checks", "triggers", "options"})


def text_of(document: Document, before: str = "") -> str:
    """The YAML of the document; ``before`` is the text of its file as it is, whose comments and order are kept.

    The text reads back as the document, in any case: where a nice layout would not, everything is quoted.
    """
    yaml = _yaml()
    held = yaml.load(before) if before.strip() else None
    laid_out = _merged(held, document, top=True) if isinstance(held, dict) else _laid_out(document)
    stream = io.StringIO()
    yaml.dump(laid_out, stream)
    text = stream.getvalue()
    if not before.strip():
        # A blank line in front of each list, as one would leave it.
        text = re.sub(rf"^(?=(?:{'|'.join(_BLOCKS)}):$|primary_key: )", "\n", text, flags=re.MULTILINE)
    return text if read(text).document == document else _quoted(document)


def _yaml() -> YAML:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    return yaml


def _quoted(document: Document) -> str:
    """Ugly and certain: JSON is YAML."""
    import json

    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _laid_out(document: Document) -> Any:  # noqa: ANN401 - ruamel's own mappings
    """The document in ruamel's types, each part on one line where it fits."""
    made = _mapping(document, flow=False)
    for key, value in document.items():
        if key in _BLOCKS and isinstance(value, dict):
            made[_scalar(key)] = _block_of_lines(value)
        elif key in _BLOCKS:
            made[_scalar(key)] = [_line(item) for item in value]
        elif isinstance(value, (dict, list)):
            made[_scalar(key)] = _line(value)
    return made


def _block_of_lines(value: Document) -> Any:  # noqa: ANN401 - as above
    made = _mapping({}, flow=False)
    for name, item in value.items():
        made[_scalar(name)] = _line(item)
    return made


def _line(value: Plain) -> Any:  # noqa: ANN401 - as above
    """The value on one line if it fits there, else a line for each of its parts."""
    if isinstance(value, dict):
        flow = _fits(value)
        made = _mapping({}, flow=flow)
        for key, item in value.items():
            made[_scalar(key)] = _flowing(item) if flow or _fits(item) else _line(item)
        return made
    if isinstance(value, list):
        return _flowing(value) if _fits(value) else [_line(item) for item in value]
    return _scalar(value)


def _fits(value: Plain) -> bool:
    shown = repr(value)
    return len(shown) <= _WIDTH and "\\n" not in shown


def _flowing(value: Plain) -> Any:  # noqa: ANN401 - as above
    from ruamel.yaml.comments import CommentedSeq

    if isinstance(value, dict):
        made = _mapping({}, flow=True)
        for key, item in value.items():
            made[_scalar(key)] = _flowing(item)
        return made
    if isinstance(value, list):
        sequence = CommentedSeq(map(_flowing, value))
        sequence.fa.set_flow_style()
        return sequence
    return _scalar(value)


def _mapping(items: Mapping[str, Plain], *, flow: bool) -> Any:  # noqa: ANN401 - as above
    from ruamel.yaml.comments import CommentedMap

    made = CommentedMap((_scalar(key), _scalar(value)) for key, value in items.items())
    if flow:
        made.fa.set_flow_style()
    return made


def _scalar(value: Plain) -> Any:  # noqa: ANN401 - as above
    if not isinstance(value, str):
        return value
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, SingleQuotedScalarString

    if _PLAIN.fullmatch(value) and value.casefold() not in _TRAPS:
        return value
    if "\n" in value and not re.search(r"[^\S\n]\n|^\s|[^\n\x20-\ud7ff\ue000-\ufffd]|\s\Z", value):
        return LiteralScalarString(value)
    if len(value) > _WIDTH and value.isprintable() and not value.startswith(" ") and not value.endswith(" "):
        return LiteralScalarString(value)
    if '"' in value and value.isprintable():
        # Names in quotes, mostly: they are read more easily without a backslash in front of each.
        return SingleQuotedScalarString(value)
    return DoubleQuotedScalarString(value)


def _merged(held: Any, value: Plain, *, top: bool = False) -> Any:  # noqa: ANN401 - as above
    """What is held, changed in as few places as make it say the value."""
    if isinstance(held, dict) and isinstance(value, dict):
        for key in [key for key in held if key not in value]:
            del held[key]
        fresh = _laid_out(value) if top else _line(value)
        for key, item in value.items():
            held[_scalar(key)] = _merged(held[key], item) if key in held else fresh[key]
        return held
    if isinstance(held, list) and isinstance(value, list):
        return _merged_list(held, value)
    return held if held == value and type(held) is type(value) else _line(value)


def _merged_list(held: Any, value: list[Plain]) -> Any:  # noqa: ANN401 - as above
    """Items that stay keep their comments: they are known by being equal."""
    if list(held) == value:
        return held
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(a=list(map(repr, map(_plain, held))), b=list(map(repr, value)), autojunk=False)
    # From the end, so that the places in front stay what they are.
    for what, start, end, first, last in reversed(matcher.get_opcodes()):
        if what == "equal":
            continue
        pairs = min(end - start, last - first)
        for place in reversed(range(start + pairs, end)):
            del held[place]
        for item in reversed(value[first + pairs : last]):
            held.insert(start + pairs, _line(item))
        for place, item in zip(range(start, start + pairs), value[first : first + pairs], strict=True):
            held[place] = _merged(held[place], item) if _is_alike(held[place], item) else _line(item)
    return held


def _plain(held: Any) -> Plain:  # noqa: ANN401 - as above
    """What is held, without what ruamel knows of it."""
    if isinstance(held, dict):
        return {str(key): _plain(value) for key, value in held.items()}
    if isinstance(held, list):
        return list(map(_plain, held))
    if isinstance(held, str):
        return str(held)
    if isinstance(held, bool) or held is None:
        return held
    return float(held) if isinstance(held, float) else int(held)


def _is_alike(held: Any, item: Plain) -> bool:  # noqa: ANN401 - as above
    """Whether an item is the same thing as before, changed: of the same name, or about the same."""
    if not isinstance(held, dict) or not isinstance(item, dict):
        return False
    return any(key in held and key in item and held[key] == item[key] for key in ("name", "columns", "expression"))
