"""Which layer a box goes to, and in which order the boxes of a layer stand: as few lines as can be had cross."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

SWEEPS = 8
"""How often the order is improved. More change little."""

LARGE = 4000
"""With more nodes than that, half the sweeps have to do."""


class Link(NamedTuple):
    """A line between boxes of two layers, from left to right; ``turned`` if its source is the right one."""

    key: int
    left: str
    left_at: float
    right: str
    right_at: float
    turned: bool


class Trunk(NamedTuple):
    """Where a trunk crosses a layer: the box and the place that it comes from, and the layer."""

    box: str
    at: float
    layer: int


Node = str | Trunk
"""What stands in a layer: a box by its key, or a trunk that only passes."""


def layered(
    sizes: Mapping[str, float], pairs: Iterable[tuple[str, str]], tallest: float, space: float
) -> dict[str, int]:
    """The layer of each box; of a pair (parent, child) the child stands further right, where no circle forbids it.

    No layer gets much higher than ``tallest``.
    """
    children, parents = _without_circles(sizes, pairs)
    heights: list[float] = []
    layer: dict[str, int] = {}
    waiting = {key: len(parents[key]) for key in sizes}
    ready = sorted((key for key, count in waiting.items() if not count), key=lambda key: (-len(children[key]), key))
    while ready:
        following: list[str] = []
        for key in ready:
            place = max((layer[one] + 1 for one in parents[key]), default=0)
            while place < len(heights) and heights[place] + sizes[key] > tallest:
                place += 1
            heights += [0.0] * (place + 1 - len(heights))
            heights[place] += sizes[key] + space
            layer[key] = place
            for child in children[key]:
                waiting[child] -= 1
                if not waiting[child]:
                    following.append(child)
        ready = following
    _nearer(layer, heights, children, parents, {key: size + space for key, size in sizes.items()}, tallest)
    used = {place: number for number, place in enumerate(sorted(set(layer.values())))}
    return {key: used[layer[key]] for key in sizes}


def _without_circles(
    sizes: Mapping[str, float], pairs: Iterable[tuple[str, str]]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Children and parents; a pair that would close a circle is turned round."""
    wanted: dict[str, list[str]] = {key: [] for key in sizes}
    for parent, child in dict.fromkeys(pairs):
        if parent != child:
            wanted[parent].append(child)
    children: dict[str, list[str]] = {key: [] for key in sizes}
    parents: dict[str, list[str]] = {key: [] for key in sizes}
    state: dict[str, int] = {}
    has_parent = {child for several in wanted.values() for child in several}
    for root in sorted(sizes, key=lambda key: (key in has_parent, -len(wanted[key]), key)):
        stack: list[tuple[str, Iterator[str]]] = [] if root in state else [(root, iter(wanted[root]))]
        state.setdefault(root, 1)
        while stack:
            key, rest = stack[-1]
            below = next(rest, None)
            if below is None:
                state[key] = 2
                stack.pop()
                continue
            turned = state.get(below) == 1
            one, other = (below, key) if turned else (key, below)
            if other not in children[one]:
                children[one].append(other)
                parents[other].append(one)
            if below not in state:
                state[below] = 1
                stack.append((below, iter(wanted[below])))
    return children, parents


def _nearer(  # noqa: PLR0917 - the parts of one layout
    layer: dict[str, int],
    heights: list[float],
    children: Mapping[str, Sequence[str]],
    parents: Mapping[str, Sequence[str]],
    sizes: Mapping[str, float],
    tallest: float,
) -> None:
    """Move each box towards its children, where that makes more lines shorter than longer."""
    for key in sorted(layer, key=lambda one: (-layer[one], one)):
        if not children[key] or len(parents[key]) >= len(children[key]):
            continue
        for place in range(min(layer[child] for child in children[key]) - 1, layer[key], -1):
            if heights[place] + sizes[key] <= tallest:
                heights[layer[key]] -= sizes[key]
                heights[place] += sizes[key]
                layer[key] = place
                break


def ordered(layer: Mapping[str, int], links: Sequence[Link]) -> tuple[dict[Node, list[Node]], list[list[Node]]]:
    """The nodes of each layer in their order; and for each node, those that it has lines to on its right."""
    right: dict[Node, dict[Node, None]] = {key: {} for key in layer}
    layers: list[list[Node]] = [[] for _ in range(max(layer.values()) + 1)]
    for key, place in layer.items():
        layers[place].append(key)
    for link in links:
        node: Node = link.left
        for place in range(layer[link.left] + 1, layer[link.right]):
            trunk = Trunk(link.left, link.left_at, place)
            if trunk not in right:
                right[trunk] = {}
                layers[place].append(trunk)
            right[node][trunk] = None
            node = trunk
        right[node][link.right] = None
    after = {node: list(several) for node, several in right.items()}
    before: dict[Node, list[Node]] = {node: [] for node in after}
    for node, several in after.items():
        for one in several:
            before[one].append(node)
    sweeps = SWEEPS if len(after) < LARGE else SWEEPS // 2
    for number in range(sweeps):
        forward = number % 2 == 0
        for place in range(len(layers)) if forward else range(len(layers) - 1, -1, -1):
            beside = place - 1 if forward else place + 1
            if 0 <= beside < len(layers):
                _sort(layers[place], layers[beside], before if forward else after)
    return after, layers


def _sort(nodes: list[Node], beside: Sequence[Node], neighbours: Mapping[Node, Sequence[Node]]) -> None:
    """Each node to the middle of its neighbours in the layer beside; one without stays where it is."""
    places = {node: place for place, node in enumerate(beside)}
    scale = len(beside) / max(len(nodes), 1)
    weights: dict[Node, float] = {}
    for place, node in enumerate(nodes):
        several = [places[one] for one in neighbours[node] if one in places]
        weights[node] = sum(several) / len(several) if several else place * scale
    nodes.sort(key=weights.__getitem__)
