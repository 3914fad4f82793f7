"""Where boxes and lines go: rules that hold for any tables and any keys."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qsys_schema.page.graph import Box, Drawing, Line, draw

_NAMES = [f"t{number}" for number in range(14)]


@st.composite
def graphs(choose: st.DrawFn) -> tuple[list[Box], list[Line]]:
    """Up to fourteen boxes, with lines among them: circles, several between two, a box and itself."""
    names = _NAMES[: choose(st.integers(1, len(_NAMES)))]
    boxes = [
        Box(key=name, width=choose(st.integers(60, 260)), height=30 + 20 * choose(st.integers(0, 9))) for name in names
    ]
    pairs = choose(st.lists(st.tuples(st.sampled_from(boxes), st.sampled_from(boxes)), max_size=25))
    lines = [
        Line(key=number, source=one.key, source_at=_at(one, number), target=other.key, target_at=_at(other, 0))
        for number, (one, other) in enumerate(pairs)
    ]
    return boxes, lines


def _at(box: Box, number: int) -> float:
    rows = int(box.height - 30) // 20
    return 40 + 20 * (number % rows) if rows else 15


@given(graphs())
def test_boxes_lie_apart_and_lines_run_between_them(graph: tuple[list[Box], list[Line]]) -> None:
    """No box on another, no line through a box; a line goes straight up, down or across, from box to box."""
    boxes, lines = graph
    drawing = draw(boxes, lines)
    assert set(drawing.boxes) == {box.key for box in boxes}
    assert set(drawing.lines) == {line.key for line in lines}
    frames = {box.key: _frame(box, drawing) for box in boxes}
    for key, (left, top, right, bottom) in frames.items():
        assert 0 <= left < right <= drawing.width + 1
        assert 0 <= top < bottom <= drawing.height + 1
        for other, (x, y, far, low) in frames.items():
            assert key == other or right < x or far < left or bottom < y or low < top
    for line in lines:
        points = drawing.lines[line.key]
        _require_attached(points[0], frames[line.source], line.source_at)
        _require_attached(points[-1], frames[line.target], line.target_at - (8 if _turns_back(line) else 0))
        for here, there in pairwise(points):
            assert here != there
            assert here[0] == there[0] or here[1] == there[1]
            for left, top, right, bottom in frames.values():
                low, high = sorted((here[0], there[0]))
                up, down = sorted((here[1], there[1]))
                assert high <= left or low >= right or down <= top or up >= bottom, (line, points)


def _turns_back(line: Line) -> bool:
    return line.source == line.target and line.source_at == line.target_at


def _frame(box: Box, drawing: Drawing) -> tuple[float, float, float, float]:
    x, y = drawing.boxes[box.key]
    return x, y, x + box.width, y + box.height


def _require_attached(point: tuple[float, float], frame: tuple[float, float, float, float], at: float) -> None:
    assert point[0] in {frame[0], frame[2]}
    assert point[1] == frame[1] + at


@given(graphs())
def test_the_same_is_drawn_the_same(graph: tuple[list[Box], list[Line]]) -> None:
    """Whatever was drawn before."""
    boxes, lines = graph
    assert draw(boxes, lines) == draw(list(boxes), list(lines))


def test_who_is_referred_to_stands_left() -> None:
    """As one reads: first the customer, then the order, then its lines."""
    boxes = [Box(key=name, width=100, height=30) for name in ("lines", "orders", "customers")]
    drawing = draw(
        boxes,
        [
            Line(key=0, source="lines", source_at=15, target="orders", target_at=15),
            Line(key=1, source="orders", source_at=15, target="customers", target_at=15),
        ],
    )
    assert sorted(drawing.boxes, key=lambda name: drawing.boxes[name]) == ["customers", "orders", "lines"]
    assert len({y for _, y in drawing.boxes.values()}) == 1
