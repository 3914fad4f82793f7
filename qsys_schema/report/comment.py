"""A review as the comment under a pull request: a verdict, then what may hurt, then what changes, then the rest folded.

The comment begins with a mark that nobody sees, by which a workflow finds it again and puts another in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from qsys_schema.model.risk import Risk, RiskKind
from qsys_schema.report.markdown import code, escaped, fenced, prose, table
from qsys_schema.report.mermaid import diagram
from qsys_schema.report.migrations import migrations
from qsys_schema.report.review import (
    BROKEN_QUERY,
    SEVERITY,
    Line,
    Review,
    Shared,
    changes_of,
    count,
    counted,
    lost,
    risks_of,
    size_in_words,
)

MARK = "<!-- qsys-schema -->"

MOST = 65_000
"""Characters of a comment; GitHub takes 65,536."""

_BACK = {
    RiskKind.LOSES_DATA: "loses what was written since to",
    RiskKind.MAY_FAIL_ON_DATA: "may fail on rows that were written since, by",
    RiskKind.BREAKS_CLIENTS: "breaks what uses",
}
"""What rolling back does, in words before the thing that it does it to."""

_TOLD = frozenset(_BACK)

_CALM = frozenset({RiskKind.NAMING, RiskKind.BLOCKS_WRITES})


_WIDTH = 100
"""Characters of a line of changes; what a comment shows without scrolling."""

_NAMED = 3
"""Tables named in the verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """How much of each kind has its place; None for all of it. ``says`` is what then has to be told."""

    sql: int | None = None
    lines: int | None = None
    with_diagram: bool = True
    says: str = ""


_TOO_LONG = "for more than a comment can hold"
_ROOMS = (
    _Room(),
    _Room(sql=200, says=f"SQL is cut off {_TOO_LONG}; the files have all of it."),
    _Room(sql=40, says=f"SQL is cut off {_TOO_LONG}; the files have all of it."),
    _Room(sql=0, says=f"SQL is left out {_TOO_LONG}; the files have it."),
    _Room(sql=0, with_diagram=False, says=f"SQL and the diagram are left out {_TOO_LONG}."),
    _Room(
        sql=0,
        lines=100,
        with_diagram=False,
        says=f"SQL, the diagram and the rest of each list are left out {_TOO_LONG}.",
    ),
    _Room(
        sql=0,
        lines=20,
        with_diagram=False,
        says=f"SQL, the diagram and the rest of each list are left out {_TOO_LONG}.",
    ),
)


def comment(review: Review, *, most: int = MOST) -> str:
    """The review as Markdown of at most so many characters: what matters least is left out first, and that is said."""
    blocks: list[str] = []
    sql = sum(len(one.forward) + len(one.rollback) for part in review.parts for one in part.scripts)
    for room in _ROOMS[int(sql > most) :]:
        blocks = list(_blocks(review, room))
        text = "\n\n".join(blocks) + "\n"
        if len(text) <= most:
            return text
    return _cut(blocks, most)


def _cut(blocks: Sequence[str], most: int) -> str:
    """The blocks from the top that have their place: whole ones, so that no fence and no fold stays open."""
    ending = "_The rest is left out: a comment cannot hold more._\n"
    kept: list[str] = []
    left = most - len(ending)
    for block in blocks:
        left -= len(block) + 2
        if left < 0:
            break
        kept.append(block)
    return "\n\n".join((*kept, ending))


def _blocks(review: Review, room: _Room) -> Iterator[str]:
    yield f"{MARK}\n### Schema review"
    yield _verdict(review)
    if room.says:
        yield f"_{room.says}_"
    yield from _findings(review, room)
    yield from _risks(review, room)
    yield from _broken(review, room)
    yield from _questions(review)
    yield from _changes(review, room)
    yield from _rollback(review, room)
    source = diagram(review.tables) if room.with_diagram else ""
    if source:
        yield "#### The tables around it\n\n" + fenced(source, "mermaid")
    yield from migrations(review, room.sql)
    yield from _remarks(review, room)
    if review.made_by:
        yield f"<sub>{escaped(review.subject)} \u00b7 {escaped(review.made_by)}</sub>"


def _verdict(review: Review) -> str:
    """What tells in one glance whether to worry."""
    changes = changes_of(review)
    number = sum(map(len, changes.values()))
    worst = list(counted(review))
    risks = [one.risk for one in risks_of(review)]
    if not number:
        head = "No change of the schema" + (f": {', '.join(worst)}" if worst else "")
    else:
        told = f": {', '.join(worst)}" if worst else ": nothing is lost, nothing breaks, nobody has to wait"
        names = [code(name) for name in list(changes)[:_NAMED]]
        more = f" and {len(changes) - _NAMED} more" if len(changes) > _NAMED else ""
        head = f"{count(number, 'change')} of {', '.join(names)}{more}{told}"
    grave = review.findings or any(risk.kind is RiskKind.LOSES_DATA or risk.code == BROKEN_QUERY for risk in risks)
    alert = "CAUTION" if grave else "WARNING" if any(risk.kind not in _CALM for risk in risks) else "NOTE"
    lines = [f"[!{alert}]", f"**{head}.**"]
    if review.findings:
        number = len(review.findings)
        lines.append(f"{count(number, 'thing')} {'does' if number == 1 else 'do'} not hold, see below.")
    if review.status:
        lines.append(prose(review.status))
    return "\n".join(f"> {line}" + ("<br>" if 0 < at < len(lines) - 1 else "") for at, line in enumerate(lines))


def _findings(review: Review, room: _Room) -> Iterator[str]:
    if review.findings:
        lines = [f"- {code(one.where)}: {prose(one.text)}" for one in review.findings]
        yield "#### What does not hold\n\n" + "\n".join(_some(lines, room))


def _remarks(review: Review, room: _Room) -> Iterator[str]:
    if review.remarks:
        lines = [f"- {code(one.where)}: {prose(one.text)}" for one in review.remarks]
        yield "#### To be known\n\n" + "\n".join(_some(lines, room))


def _risks(review: Review, room: _Room) -> Iterator[str]:
    found = [one for one in risks_of(review) if one.risk.code != BROKEN_QUERY]
    if not found:
        return
    rows = [
        (
            f"{code(one.risk.code)} {SEVERITY[one.risk.kind]}",
            code(one.risk.ref.label),
            prose(one.risk.reason) + _on(one),
        )
        for one in found
    ]
    more = len(rows) - len(rows[: room.lines])
    yield (
        "#### Risks\n\n"
        + table(("Risk", "What", "Why"), rows[: room.lines])
        + (f"\n\n_and {more} more_" if more else "")
    )


def _on(one: Shared) -> str:
    return f" ({escaped(' and '.join(one.databases))} only)" if one.databases else ""


def _questions(review: Review) -> Iterator[str]:
    if review.questions:
        lines = [
            f"- {prose(one.text)}<br>answer with {' or '.join(map(code, one.options))}" for one in review.questions
        ]
        yield "#### To be decided\n\n" + "\n".join(lines)


def _changes(review: Review, room: _Room) -> Iterator[str]:
    changes = changes_of(review)
    if not changes:
        return
    yield "#### What changes"
    left = room.lines
    for number, (name, lines) in enumerate(changes.items()):
        shown = lines if left is None else lines[:left]
        if left is not None:
            left -= len(shown)
            if not shown:
                yield f"_and {count(len(changes) - number, 'table')} more_"
                return
        more = [f"  \u2026 and {len(lines) - len(shown)} more"] if len(shown) < len(lines) else []
        text = "\n".join((*map(_line, shown), *more))
        yield f"**{code(name)}**{_sizes(review, name)}\n\n" + fenced(text, "diff")


def _line(line: Line) -> str:
    """A change, in the colour of its sign; a long one goes on below, so that nobody has to scroll sideways."""
    detail = f" ({line.detail})" if line.detail else ""
    where = f"  [{line.where}]" if line.where else ""
    text = " ".join(f"{line.words}{detail}".split())
    lines = wrap(text, _WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False) or [""]
    if where and len(lines[-1]) + len(where) > _WIDTH:
        lines.append("  ")
    lines[-1] += where
    return "\n".join(f"{line.sign} {one}" for one in lines)


def _sizes(review: Review, name: str) -> str:
    told = [size_in_words(part.sizes[name]) for part in review.parts if name in part.sizes]
    return f" \u00b7 {escaped('; '.join(dict.fromkeys(told)))}" if told else ""


def _broken(review: Review, room: _Room) -> Iterator[str]:
    found = [one for one in risks_of(review) if one.risk.code == BROKEN_QUERY]
    lines = [_query(one.risk) + _on(one) for one in found]
    old = f", which the code of {code(review.before)} still asks while this is applied"
    lines += [_query(risk) + old for risk in review.old_code]
    if lines:
        yield "#### Queries that break\n\n" + "\n".join(_some(lines, room))


def _query(risk: Risk) -> str:
    label = risk.consent.partition(":")[2]
    where, _, why = risk.reason.partition(f"query {label} ")
    place = where.rstrip(": ")
    return f"- {code(label)}" + (f" in {code(place)}" if place else "") + f" {prose(why)}"


def _rollback(review: Review, room: _Room) -> Iterator[str]:
    if not any(part.lines for part in review.parts):
        return
    gone, back = lost(risks_of(review)), risks_of(review, back=True)
    lines = [f"- does not bring back {code(one.risk.ref.label)}: {prose(one.risk.reason)}{_on(one)}" for one in gone]
    if not gone:
        lines.append("- brings back everything that is there now")
    told = [one for one in back if one.risk.kind in _TOLD]
    lines += [
        f"- {_BACK[one.risk.kind]} {code(one.risk.ref.label)}: {prose(one.risk.reason)}{_on(one)}" for one in told
    ]
    others = dict.fromkeys(
        f"{SEVERITY[one.risk.kind]} ({code(one.risk.code)})" for one in back if one.risk.kind not in _TOLD
    )
    if others:
        lines.append(f"- {', '.join(others)} in its turn")
    yield "#### Rolling back\n\n" + "\n".join(_some(lines, room))


def _some(lines: Sequence[str], room: _Room) -> Sequence[str]:
    if room.lines is None or len(lines) <= room.lines:
        return lines
    return (*lines[: room.lines], f"- _and {len(lines) - room.lines} more_")
