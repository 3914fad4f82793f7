"""Where boxes and the lines between them go. Knows nothing of tables; lengths are in the units of the drawing.

Layers from left to right, by whom refers to whom; in each layer the boxes stand one above the other. All lines that
leave a box at one place are one trunk that branches: it crosses a layer once, however many lines it carries.
Boxes that are connected are laid out together, and what came out is put on shelves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qsys_schema.page.layers import Link, layered, ordered
from qsys_schema.page.trunks import GUTTER, gutters, settled

SPACE = 36.0
"""Between boxes of a layer, and between what is connected."""

RATIO = 1.7
"""How much wider than high the whole should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box by its key, with its size."""

    key: str
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line from a place of one box to one of another; places are how far down the box they are."""

    key: int
    source: str
    source_at: float
    target: str
    target_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The corner of each box, the corner points of each line from its source to its target, and the size of all."""

    boxes: Mapping[str, tuple[float, float]]
    lines: Mapping[int, tuple[tuple[float, float], ...]]
    width: float
    height: float


def draw(boxes: Sequence[Box], lines: Sequence[Line]) -> Drawing:
    """The whole drawing. Lines from a box to itself go round its right side."""
    known = {box.key: box for box in boxes}
    groups = _connected(boxes, lines)
    pieces = [_piece([known[key] for key in group], some) for group, some in groups]
    return _on_shelves(pieces)


def _connected(boxes: Sequence[Box], lines: Sequence[Line]) -> list[tuple[list[str], list[Line]]]:
    """Boxes that are connected, each group with its lines."""
    leader = {box.key: box.key for box in boxes}

    def find(key: str) -> str:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for line in lines:
        leader[find(line.source)] = find(line.target)
    groups: dict[str, tuple[list[str], list[Line]]] = {}
    for box in boxes:
        groups.setdefault(find(box.key), ([], []))[0].append(box.key)
    for line in lines:
        groups[find(line.source)][1].append(line)
    return list(groups.values())


def _piece(boxes: Sequence[Box], lines: Sequence[Line]) -> Drawing:
    sizes = {box.key: box.height for box in boxes}
    area = sum((box.width + GUTTER * 2) * (box.height + SPACE) for box in boxes)
    tallest = max(*sizes.values(), (area / RATIO) ** 0.5)
    layer = layered(sizes, [(line.target, line.source) for line in lines], tallest, SPACE)
    links, loops = _links(lines, layer)
    nodes, order = ordered(layer, links)
    tops = settled(nodes, order, sizes, links, SPACE)
    widths = [max((box.width for box in boxes if layer[box.key] == place), default=0.0) for place in range(len(order))]
    columns, ways = gutters(order, widths, links, tops)
    known = {box.key: box for box in boxes}
    corners = {box.key: (columns[layer[box.key]], tops[box.key]) for box in boxes}
    routes = {link.key: _route(link, known, corners, ways[link.key]) for link in links}
    for line in loops:
        routes[line.key] = _loop(line, known[line.source], corners[line.source])
    return _measured(corners, routes, known)


def _links(lines: Iterable[Line], layer: Mapping[str, int]) -> tuple[list[Link], list[Line]]:
    """The lines from left to right, and those from a box to itself."""
    links: list[Link] = []
    loops: list[Line] = []
    for line in lines:
        if line.source == line.target:
            loops.append(line)
        elif layer[line.target] < layer[line.source]:
            links.append(Link(line.key, line.target, line.target_at, line.source, line.source_at, turned=True))
        else:
            links.append(Link(line.key, line.source, line.source_at, line.target, line.target_at, turned=False))
    return links, loops


def _route(
    link: Link,
    known: Mapping[str, Box],
    corners: Mapping[str, tuple[float, float]],
    way: Sequence[tuple[float, float]],
) -> tuple[tuple[float, float], ...]:
    left, right = corners[link.left], corners[link.right]
    start = left[0] + known[link.left].width, left[1] + link.left_at
    end = right[0], right[1] + link.right_at
    points = [start]
    for x, y in (*way, (end[0], end[1])):
        if y != points[-1][1] and x != points[-1][0]:
            points.append((x, points[-1][1]))
        points.append((x, y))
    return tuple(_without_detours(points))[:: -1 if link.turned else 1]


def _without_detours(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points at which the line turns."""
    kept: list[tuple[float, float]] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        straight = len(kept) > 1 and (kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1])
        if straight:
            kept.pop()
        kept.append(point)
    return kept


def _loop(line: Line, box: Box, corner: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    right = corner[0] + box.width
    far = right + 26
    source, target = corner[1] + line.source_at, corner[1] + line.target_at
    if source == target:
        target -= 8
    return ((right, source), (far, source), (far, target), (right, target))


def _measured(
    corners: Mapping[str, tuple[float, float]],
    routes: Mapping[int, tuple[tuple[float, float], ...]],
    known: Mapping[str, Box],
) -> Drawing:
    """The piece with its upper left corner at nothing."""
    xs = [x for route in routes.values() for x, _ in route] + [x for x, _ in corners.values()]
    ys = [y for route in routes.values() for _, y in route] + [y for _, y in corners.values()]
    left, top = min(xs), min(ys)
    right = max([*xs, *(x + known[key].width for key, (x, _) in corners.items())])
    bottom = max([*ys, *(y + known[key].height for key, (_, y) in corners.items())])
    return Drawing(
        boxes={key: (x - left, y - top) for key, (x, y) in corners.items()},
        lines={key: tuple((x - left, y - top) for x, y in route) for key, route in routes.items()},
        width=right - left,
        height=bottom - top,
    )


def _on_shelves(pieces: Sequence[Drawing]) -> Drawing:
    """The pieces beside and below one another, the highest first; as wide as makes the whole best to look at."""
    high = sorted(pieces, key=lambda one: (-one.height, -one.width, min(one.boxes)))
    area = sum((piece.width + SPACE) * (piece.height + SPACE) for piece in pieces)
    widest = max((piece.width for piece in pieces), default=0.0)
    tries = [max(widest, (area * RATIO) ** 0.5 * step / 8) for step in range(5, 17)]
    return min((_shelved(high, limit) for limit in tries), key=lambda one: max(one.width / RATIO, one.height))


def _shelved(pieces: Sequence[Drawing], limit: float) -> Drawing:
    boxes: dict[str, tuple[float, float]] = {}
    lines: dict[int, tuple[tuple[float, float], ...]] = {}
    x = y = shelf = width = 0.0
    for piece in pieces:
        if x and x + piece.width > limit:
            x, y, shelf = 0.0, y + shelf + SPACE, 0.0
        boxes |= {key: (left + x, top + y) for key, (left, top) in piece.boxes.items()}
        lines |= {key: tuple((px + x, py + y) for px, py in route) for key, route in piece.lines.items()}
        shelf = max(shelf, piece.height)
        width = max(width, x + piece.width)
        x += piece.width + SPACE
    return Drawing(boxes=boxes, lines=lines, width=width, height=y + shelf)
