"""Text of one spec to a plain document, from YAML's events, with limits on size, depth and aliases.

Events and not nodes: nothing of a file is kept but its values, nesting is refused before it costs anything, and
explicit tags never construct an object. Line numbers are found by reading the file once more, on demand.
The only file of this package that says ``Any``: what YAML gives is anything, until the JSON schema has seen it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

from qsys_schema.spec.limits import DEEPEST, LARGEST_FILE, MOST_ALIASES, MOST_NODES
from qsys_schema.spec.scalars import remedy, resolve
from qsys_schema.spec.words import kind_of, shorten

Plain = Any
"""Text, number, boolean, None, list or dict, as JSON has them."""

Event = Any
"""An event, or an error, of PyYAML: the C parser's classes have no annotations."""

Document = dict[str, Any]
Path = tuple[str | int, ...]

# Said by what it takes, since a class of all else takes ten milliseconds to compile.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """Something wrong with a file as YAML. ``line`` and ``column`` count from 1; 0 means the whole file."""

    line: int
    column: int
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an entry of a document stands: its key (or its item) and its value, counted from 1."""

    key: tuple[int, int]
    value: tuple[int, int]


@dataclass(slots=True, kw_only=True)
class Reading:
    """What reading one file gave. ``document`` is None when it could not be read to its end or is no mapping."""

    document: Document | None = None
    traps: list[Trap] = field(default_factory=list)
    places: dict[Path, Place] = field(default_factory=dict)


class _UnreadableError(Exception):
    """Reading cannot go on; carries the trap that says why."""

    def __init__(self, trap: Trap) -> None:
        super().__init__(trap.text)
        self.trap = trap


def decode(content: bytes) -> tuple[str, Trap | None]:
    """The text of a file, or why it is none. A UTF-8 byte order mark is left out."""
    if len(content) > LARGEST_FILE:
        kilobytes = LARGEST_FILE // 1024
        return "", Trap(
            line=0,
            column=0,
            text=f"the file is larger than {kilobytes} KiB",
            hint="one file holds one table; split it",
        )
    try:
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8-sig", "replace")) + 1
        return "", Trap(
            line=line,
            column=column,
            text=f"the file is not UTF-8 (byte 0x{content[error.start]:02x})",
            hint="save it as UTF-8",
        )


def read(text: str) -> Reading:
    """The document of one file and the traps in it. Never raises on any text."""
    return _run(_Reader(text, {}, wants_places=False))


def read_with_places(text: str) -> Reading:
    """The same, with the place of every key and item; slower, for showing where something is."""
    return _run(_Reader(text, {}, wants_places=True))


def _run(reader: _Reader) -> Reading:
    from yaml import YAMLError

    document: Document | None = None
    try:
        document = reader.document()
    except _UnreadableError as stop:
        reader.traps.append(stop.trap)
    except YAMLError as error:
        reader.traps.append(_explain(error, reader.text))
    return Reading(document=document, traps=reader.traps, places=reader.places)


class _Reader:
    """One pass over the events of one text. The document's nesting is at most ``DEEPEST``, so recursion is safe."""

    def __init__(self, text: str, places: dict[Path, Place], *, wants_places: bool) -> None:
        import yaml

        self.text = text
        self.places = places
        self.traps: list[Trap] = []
        self._wants_places = wants_places
        self._escapes = "\\" in text
        self._anchors: dict[str, tuple[Plain, int]] = {}
        self._open: set[str] = set()
        self._aliases = 0
        self._nodes = 0
        self._events = yaml.events
        self._next: Any = None

    def document(self) -> Document:
        """Read everything. Raises _UnreadableError or yaml.YAMLError where reading must stop."""
        import yaml

        # The loader's parser alone, without its resolver and constructor; PyYAML may be built without libyaml.
        self._next = (yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)(self.text).get_event
        events = self._events
        self._next()
        start = self._next()
        if type(start) is events.StreamEndEvent:
            raise _UnreadableError(_whole("the file is empty", "a spec starts with `table: <name>`"))
        root = self._next()
        value = self._node(root, (), 0)
        self._next()
        after = self._next()
        if type(after) is not events.StreamEndEvent:
            self._stop(after, "the file holds more than one YAML document", "one file holds one table; remove the ---")
        if not isinstance(value, dict):
            if value is None:
                raise _UnreadableError(_whole("the file is empty", "a spec starts with `table: <name>`"))
            self._stop(root, f"a spec is a mapping of keys, not {kind_of(value)}", "it starts with `table: <name>`")
        return value

    def _node(self, event: Event, path: Path, depth: int) -> Plain:
        events, kind = self._events, type(event)
        if kind is events.AliasEvent:
            return self._alias(event)
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._stop(event, f"the file holds more than {MOST_NODES} values", "no table needs that many")
        if event.tag is not None:
            self._trap(event, f"the YAML tag {event.tag!r} is not allowed", "specs hold plain values only")
        nodes_before = self._nodes
        anchor = event.anchor
        if anchor is not None:
            self._open.add(anchor)
        if kind is events.ScalarEvent:
            value = self._scalar(event)
        else:
            if depth >= DEEPEST:
                self._stop(event, f"nested more than {DEEPEST} levels deep", "no spec needs that")
            value = self._mapping(path, depth + 1) if kind is events.MappingStartEvent else self._list(path, depth + 1)
        if anchor is not None:
            self._open.discard(anchor)
            self._anchors[anchor] = (value, self._nodes - nodes_before + 1)
        return value

    def _alias(self, event: Event) -> Plain:
        if event.anchor in self._open:
            self._stop(event, f"the alias *{event.anchor} stands inside its own anchor", "write the value out")
        known = self._anchors.get(event.anchor)
        if known is None:
            self._stop(event, f"the alias *{event.anchor} has no anchor before it", "write the value out")
        value, nodes = known
        self._aliases += 1
        self._nodes += nodes
        if self._aliases > MOST_ALIASES or self._nodes > MOST_NODES:
            self._stop(event, "the aliases of this file expand to more than a spec can hold", "write the values out")
        return value

    def _mapping(self, path: Path, depth: int) -> dict[str, Plain]:
        end, following = self._events.MappingEndEvent, self._next
        found: dict[str, Plain] = {}
        keys: dict[str, Event] = {}
        while type(event := following()) is not end:
            key = self._key(event)
            value_event = following()
            if key in found:
                line = keys[key].start_mark.line + 1
                self._trap(event, f"the key {shorten(key)!r} stands here twice", f"it is already on line {line}")
            keys[key] = event
            inside = path
            if self._wants_places:
                inside = (*path, key)
                self._record(inside, event, value_event)
            found[key] = self._node(value_event, inside, depth)
        return found

    def _list(self, path: Path, depth: int) -> list[Plain]:
        events = self._events
        found: list[Plain] = []
        while type(event := self._next()) is not events.SequenceEndEvent:
            inside = path
            if self._wants_places:
                inside = (*path, len(found))
                self._record(inside, event, event)
            found.append(self._node(event, inside, depth))
        return found

    def _key(self, event: Event) -> str:
        """The key as the text it was written as, whatever else it could mean: ``on`` is a fine column name."""
        if type(event) is not self._events.ScalarEvent:
            self._stop(event, "a key must be plain text", "write the name out")
        if event.value == "<<" and not event.style:
            self._stop(event, "merge keys (<<) are not allowed", "YAML 1.2 has none; write the entries out")
        if not event.style and not event.value:
            self._trap(event, "a key is missing before the colon", 'write a name, in quotes if it is odd: "a b"')
        if event.style and self._escapes:
            self._check_characters(event)
        return str(event.value)

    def _scalar(self, event: Event) -> Plain:
        if event.style:
            if self._escapes:
                self._check_characters(event)
            return event.value
        value, trap = resolve(event.value)
        if trap:
            self._trap(event, f"unquoted {shorten(event.value)} is {trap}", remedy(event.value))
        return value

    def _check_characters(self, event: Event) -> None:
        """An escape can make what no file can hold: NUL ends a text in C, a lone surrogate is no character."""
        for character in event.value:
            if character == "\0" or "\ud800" <= character <= "\udfff":
                self._trap(event, f"the text holds {character!a}, which no database can store", "remove it")
                return

    def _record(self, path: Path, key: Event, value: Event) -> None:
        first, second = key.start_mark, value.start_mark
        self.places.setdefault(
            path, Place(key=(first.line + 1, first.column + 1), value=(second.line + 1, second.column + 1))
        )

    def _trap(self, event: Event, text: str, hint: str) -> None:
        mark = event.start_mark
        self.traps.append(Trap(line=mark.line + 1, column=mark.column + 1, text=text, hint=hint))

    def _stop(self, event: Event, text: str, hint: str) -> NoReturn:
        mark = event.start_mark
        raise _UnreadableError(Trap(line=mark.line + 1, column=mark.column + 1, text=text, hint=hint))


def _whole(text: str, hint: str) -> Trap:
    return Trap(line=0, column=0, text=text, hint=hint)


def _same_words(problem: str) -> str:
    """What libyaml says, also where PyYAML's own parser says it otherwise."""
    problem = problem.replace("in this context", "here").replace("did not find expected", "expected")
    problem = re.sub(r"found character '.*?' that", "found character that", problem)
    return re.sub(r"expected (?:the )?(.*?),? but (?:got|found) .*", r"expected \1", problem)


def _explain(error: Event, text: str) -> Trap:
    """YAML's own error in words that say what to do."""
    mark, began = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if mark is None or "end of stream" in error.problem:
        mark = began or mark
    if mark is None:
        found = _CONTROL.search(text)
        if found is None:
            return _whole(f"the file is not YAML: {shorten(str(error).splitlines()[0])}", "")
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        return Trap(line=line, column=column, text=f"the control character {found[0]!a} is not allowed in YAML")
    said = " ".join(part for part in (_same_words(error.problem), error.context) if part)
    lines = text.splitlines()
    rest = lines[mark.line][mark.column :] if mark.line < len(lines) else ""
    hint = ""
    if rest.startswith("\t"):
        said, hint = "a tab cannot indent YAML", "use spaces"
    elif "mapping values are not allowed" in said:
        hint = "a text that holds a colon and a space must be quoted"
    elif rest[:1] in {"@", "`", "%"}:
        hint = f"a text that begins with {rest[0]} must be quoted"
    elif began is not None and began.line < mark.line:
        hint = f"what is read here began on line {began.line + 1}"
    return Trap(line=mark.line + 1, column=mark.column + 1, text=f"the file is not YAML: {said}", hint=hint)
