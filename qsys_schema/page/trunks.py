"""How far down each node of a layer stands, and where the lines run between the layers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from qsys_schema.page.layers import Link, Node, Trunk

GUTTER = 34.0
"""Free room on both sides of the lines between two layers: crow's feet need it."""

TRACK = 9.0
"""Between two lines side by side."""

ROUNDS = 6
"""How often heights are evened out."""

_LANE = 6.0

_Point = tuple[float, float]


def settled(
    nodes: Mapping[Node, Sequence[Node]],
    order: Sequence[Sequence[Node]],
    sizes: Mapping[str, float],
    links: Sequence[Link],
    space: float,
) -> dict[Node, float]:
    """How far down each node begins: near to what it is connected with, and never on another one."""
    heights = {node: _LANE if isinstance(node, Trunk) else sizes[node] for node in nodes}
    pulls = _pulls(links, order)
    tops: dict[Node, float] = {}
    for layer in order:
        y = 0.0
        for node in layer:
            tops[node] = y
            y += heights[node] + (_LANE if isinstance(node, Trunk) else space)
    for number in range(ROUNDS):
        for layer in order if number % 2 == 0 else reversed(order):
            wanted = [_wanted(node, pulls.get(node, ()), tops) for node in layer]
            _place(layer, wanted, heights, space, tops)
    return tops


_Pull = tuple[float, Node, float]
"""A place of a node itself, the node that it is connected with, and the place there."""


def _pulls(links: Sequence[Link], order: Sequence[Sequence[Node]]) -> dict[Node, list[_Pull]]:
    where = {node: place for place, layer in enumerate(order) for node in layer}
    found: dict[Node, dict[_Pull, None]] = {}

    def pull(one: Node, at: float, other: Node, there: float) -> None:
        found.setdefault(one, {})[at, other, there] = None
        found.setdefault(other, {})[there, one, at] = None

    for link in links:
        node: Node = link.left
        at = link.left_at
        for place in range(where[link.left] + 1, where[link.right]):
            trunk = Trunk(link.left, link.left_at, place)
            pull(node, at, trunk, _LANE / 2)
            node, at = trunk, _LANE / 2
        pull(node, at, link.right, link.right_at)
    return {node: list(several) for node, several in found.items()}


def _wanted(node: Node, pulls: Sequence[_Pull], tops: Mapping[Node, float]) -> float:
    if not pulls:
        return tops[node]
    places = sorted(tops[other] + there - at for at, other, there in pulls)
    middle = len(places) // 2
    return places[middle] if len(places) % 2 else (places[middle - 1] + places[middle]) / 2


def _place(
    layer: Sequence[Node],
    wanted: Sequence[float],
    heights: Mapping[Node, float],
    space: float,
    tops: dict[Node, float],
) -> None:
    """As near as can be to where they want to be, in their order: who pushes others goes half the way with them."""
    # Blocks of nodes that touch: (sum of what they want, less their offsets; how many; the first one's number).
    offsets = [0.0]
    for one, other in pairwise(layer):
        gap = _LANE if isinstance(one, Trunk) and isinstance(other, Trunk) else space
        offsets.append(offsets[-1] + heights[one] + gap)
    blocks: list[tuple[float, int, int]] = []
    for number, want in enumerate(wanted):
        block = (want - offsets[number], 1, number)
        while blocks and blocks[-1][0] / blocks[-1][1] > block[0] / block[1]:
            total, count, start = blocks.pop()
            block = (total + block[0], count + block[1], start)
        blocks.append(block)
    for total, count, start in blocks:
        for number in range(start, start + count):
            tops[layer[number]] = round(total / count + offsets[number])


def gutters(
    order: Sequence[Sequence[Node]],
    widths: Sequence[float],
    links: Sequence[Link],
    tops: Mapping[Node, float],
) -> tuple[list[float], dict[int, list[_Point]]]:
    """How far right each layer begins; and the points in between at which each line goes up or down."""
    where = {node: place for place, layer in enumerate(order) for node in layer}
    steps: dict[int, dict[tuple[str, float], list[tuple[int, float, float]]]] = {}
    for link in links:
        y = tops[link.left] + link.left_at
        for place in range(where[link.left], where[link.right]):
            last = place + 1 == where[link.right]
            trunk = Trunk(link.left, link.left_at, place + 1)
            goal = tops[link.right] + link.right_at if last else tops[trunk] + _LANE / 2
            steps.setdefault(place, {}).setdefault((link.left, link.left_at), []).append((link.key, y, goal))
            y = goal
    columns: list[float] = []
    ways: dict[int, list[_Point]] = {link.key: [] for link in links}
    x = 0.0
    for place, width in enumerate(widths):
        columns.append(x)
        right = x + width
        tracks, count = _tracks(steps.get(place, {}))
        for trunk_key, several in steps.get(place, {}).items():
            track = right + GUTTER + tracks.get(trunk_key, 0) * TRACK
            for key, _, goal in several:
                ways[key].append((track, goal))
        x = right + GUTTER * 2 + max(count - 1, 0) * TRACK
    return columns, ways


def _tracks(
    steps: Mapping[tuple[str, float], Iterable[tuple[int, float, float]]],
) -> tuple[dict[tuple[str, float], int], int]:
    """The track of each trunk in one gutter, so that none lies on another; and how many tracks that takes."""
    spans = []
    for key, several in steps.items():
        ys = [y for _, one, other in several for y in (one, other)]
        if min(ys) != max(ys):
            spans.append((min(ys), max(ys), key))
    found: dict[tuple[str, float], int] = {}
    tracks: list[list[tuple[float, float]]] = []
    for top, bottom, key in sorted(spans, key=lambda span: (span[1] - span[0], span)):
        free = (
            number
            for number, taken in enumerate(tracks)
            if all(bottom + TRACK < low or top - TRACK > high for low, high in taken)
        )
        found[key] = next(free, len(tracks))
        if found[key] == len(tracks):
            tracks.append([])
        tracks[found[key]].append((top, bottom))
    return found, len(tracks)
