"""The tables and their foreign keys as a drawing: SVG that stands in the page and asks for nothing.

A crow's foot stands where many rows may refer to one, a bar where it is one at most; a ring where it may be none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qsys_schema.page import anchors
from qsys_schema.page.book import Column, Reference, Table
from qsys_schema.page.graph import Box, Drawing, Line, draw
from qsys_schema.page.html import Html, element, joined, one_line

LETTER = 7.3
"""How wide a letter is; the font has one width for all."""

ROW = 20
HEAD = 30
EDGE = 12
LONGEST = 34
"""Letters of a name that are shown."""

FEW = 12
"""With no more tables than that, columns that are no keys are shown as well."""

ROWS = 12
"""Columns of a table that are shown then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """A table as it is drawn: the columns that are shown, and how many are not."""

    table: Table
    columns: tuple[Column, ...]
    hidden: int
    box: Box

    def at(self, columns: Sequence[str]) -> float:
        """How far down a line to these columns ends: at the first of them that is shown, else at the name."""
        names = [column.name for column in self.columns]
        shown = [names.index(name) for name in columns if name in names]
        return HEAD + ROW * shown[0] + ROW // 2 if shown else HEAD // 2


def whole(tables: Sequence[Table]) -> Html:
    """All tables, with their keys; with all that fits where there are few."""
    references = [key for table in tables for key in table.references]
    return _drawn([_card(table, few=len(tables) <= FEW) for table in tables], references)


def around(table: Table, tables: Mapping[str, Table], most: int) -> Html | None:
    """A table and those that it refers to or that refer to it; None where it stands alone, or among too many."""
    references = [*table.references, *(key for key in table.referred if key.table != table.name)]
    names = dict.fromkeys([table.name, *(name for key in references for name in (key.target, key.table))])
    beside = [tables[name] for name in names if name in tables]
    if not 1 < len(beside) <= most:
        return None
    return _drawn([_plain(one) for one in beside], references, here=table.name)


def _plain(table: Table) -> _Card:
    return _Card(table=table, columns=(), hidden=0, box=Box(key=table.name, width=_wide(table.name), height=HEAD))


def _card(table: Table, *, few: bool) -> _Card:
    keys = [column for column in table.columns if column.in_key or column.targets]
    shown = keys
    if few:
        others = [column for column in table.columns if column not in keys][: max(ROWS - len(keys), 0)]
        shown = [column for column in table.columns if column in keys or column in others]
    hidden = len(table.columns) - len(shown)
    texts = [f"{one_line(column.name)[:LONGEST]}  {_type(column)}" if few else column.name for column in shown]
    width = max(_wide(table.name), *(_wide(text, more=44) for text in texts), 150)
    height = HEAD + ROW * (len(shown) + (1 if hidden else 0)) + (6 if shown or hidden else 0)
    return _Card(
        table=table,
        columns=tuple(shown),
        hidden=hidden,
        box=Box(key=table.name, width=width, height=height),
    )


def _type(column: Column) -> str:
    return column.type[0].text if column.type else ""


def _wide(text: str, more: int = 0) -> int:
    return round(_letters(_short(text)) * LETTER + EDGE * 2 + more)


def _letters(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _short(text: str) -> str:
    """A name, cut where it is too long to be drawn."""
    shown = one_line(text)
    return shown if len(shown) <= LONGEST * 2 else f"{shown[: LONGEST * 2 - 1]}…"


def _drawn(cards: Sequence[_Card], references: Sequence[Reference], here: str | None = None) -> Html:
    """The drawing; ``here`` is the table that one of a neighbourhood is about."""
    known = {card.table.name: card for card in cards}
    there = [key for key in references if key.target in known and key.table in known]
    lines = [
        Line(
            key=number,
            source=key.table,
            source_at=known[key.table].at(key.columns),
            target=key.target,
            target_at=known[key.target].at(key.target_columns or _key_of(known[key.target].table)),
        )
        for number, key in enumerate(there)
    ]
    drawing = draw([card.box for card in cards], lines)
    margin = 14
    width, height = _number(drawing.width + margin * 2), _number(drawing.height + margin * 2)
    return element(
        "svg",
        _in_words(len(cards), len(there)) if here is None else None,
        element("g", (_edge(key, drawing.lines[number], told=here is None) for number, key in enumerate(there))),
        (_box(card, drawing, detailed=len(cards) <= FEW, here=here) for card in cards),
        class_="er",
        viewBox=f"-{margin} -{margin} {width} {height}",
        width=width,
        height=height,
    )


def _in_words(tables: int, references: int) -> Html:
    """What the drawing shows, for whoever does not see it."""
    counts = f"{tables} tables and {references} foreign keys"
    return joined(
        (
            element("title", "Tables and their foreign keys"),
            element("desc", f"{counts}; each table is a link to what is said of it."),
        )
    )


def _key_of(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.in_key)


def _box(card: _Card, drawing: Drawing, *, detailed: bool, here: str | None) -> Html:
    x, y = drawing.boxes[card.table.name]
    width = card.box.width
    name = card.table.name
    return element(
        "a",
        element("rect", width=_number(width), height=_number(card.box.height)),
        element("path", d=f"M0 {HEAD}H{_number(width)}") if card.columns or card.hidden else None,
        element("text", _short(name), x=EDGE, y=20, class_="n"),
        joined(_rows(card, detailed=detailed)),
        href=f"#{anchors.table(name)}",
        transform=f"translate({_number(x)} {_number(y)})",
        class_="here" if name == here else None,
        aria_label=one_line(name) if card.columns or card.hidden else None,
    )


def _rows(card: _Card, *, detailed: bool) -> Iterator[Html]:
    y = HEAD + 14
    for column in card.columns:
        mark = "PK" if column.in_key else "FK" if column.targets else ""
        yield element("text", mark, x=EDGE, y=y, class_="k") if mark else Html()
        refers = "f" if column.targets else None
        yield element("text", _short(column.name), x=EDGE + 24, y=y, class_=refers)
        if detailed:
            yield element("text", _type(column), x=_number(card.box.width - EDGE), y=y, class_="t")
        y += ROW
    if card.hidden:
        more = f"{card.hidden} more" if card.columns else f"{card.hidden} column{'s' * (card.hidden > 1)}"
        yield element("text", more, x=EDGE + 24, y=y, class_="m")


def _edge(key: Reference, points: Sequence[tuple[float, float]], *, told: bool) -> Html:
    drawn = _path(points) + _many(points, single=key.single) + _one(points[::-1], optional=key.nullable)
    if not told:
        return element("path", d=drawn)
    columns = ", ".join(map(one_line, key.columns))
    targets = ", ".join(map(one_line, key.target_columns))
    said = f"{one_line(key.table)} ({columns}) refers to {one_line(key.target)}" + (f" ({targets})" if targets else "")
    return element(
        "path",
        element("title", said),
        d=drawn,
        data_from=anchors.table(key.table),
        data_to=anchors.table(key.target),
    )


RADIUS = 6


def _path(points: Sequence[tuple[float, float]]) -> str:
    """The line with round corners, each step as seen from the one before: a trunk is long, and drawn for each line."""
    words = [f"M{_pair(points[0])}"]
    start = 0.0
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(RADIUS, _length(before, corner) // 2, _length(corner, after) // 2)
        (along, across), (onward, aside) = _unit(before, corner), _unit(corner, after)
        words.append(_straight(before, corner, start + radius))
        words.append(
            f"q{_steps(along * radius, across * radius, (along + onward) * radius, (across + aside) * radius)}"
        )
        start = radius
    return "".join((*words, _straight(points[-2], points[-1], start)))


def _straight(one: tuple[float, float], other: tuple[float, float], less: float) -> str:
    along, across = _unit(one, other)
    far = _length(one, other) - less
    return f"h{_number(along * far)}" if along else f"v{_number(across * far)}"


def _unit(one: tuple[float, float], other: tuple[float, float]) -> tuple[int, int]:
    return (other[0] > one[0]) - (other[0] < one[0]), (other[1] > one[1]) - (other[1] < one[1])


def _steps(*values: float) -> str:
    """Numbers one after the other; a minus parts them as well as a space does."""
    return " ".join(map(_number, values)).replace(" -", "-")


def _many(points: Sequence[tuple[float, float]], *, single: bool) -> str:
    """The end of those that refer: a foot, and a ring since there may be none; one bar where it is one at most."""
    (x, y), away = points[0], _direction(points)
    ring = _ring(x + away * 21, y, away)
    if single:
        return f"{ring}M{_pair((x + away * 7, y - 5))}v10"
    return f"{ring}M{_pair((x, y - 6))}l{_steps(away * 12, 6, -away * 12, 6)}"


def _one(points: Sequence[tuple[float, float]], *, optional: bool) -> str:
    """The end of the one that is referred to: a bar, and a second one or a ring: none is allowed."""
    (x, y), away = points[0], _direction(points)
    bar = f"M{_pair((x + away * 7, y - 5))}v10"
    return bar + (_ring(x + away * 19, y, away) if optional else f"m{5 * away}-10v10")


def _ring(x: float, y: float, away: int) -> str:
    return f"M{_pair((x, y))}a4 4 0 1 0 {-8 * away} 0a4 4 0 1 0 {8 * away} 0"


def _direction(points: Sequence[tuple[float, float]]) -> int:
    return 1 if points[1][0] >= points[0][0] else -1


def _length(one: tuple[float, float], other: tuple[float, float]) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _pair(point: tuple[float, float]) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    """A length without what nobody sees of it."""
    return f"{round(value, 1):g}" if abs(value) < 100_000 else str(round(value))  # noqa: PLR2004 - :g has six digits
