"""What a reviewer is told, as values in plain words, and what of it counts most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qsys_schema.model.risk import Risk, RiskKind
from qsys_schema.model.size import Size
from qsys_schema.report.neighbourhood import Drawn

BROKEN_QUERY = "BC103"

SEVERITY: Mapping[RiskKind, str] = {
    RiskKind.LOSES_DATA: "loses data",
    RiskKind.BREAKS_CLIENTS: "breaks clients",
    RiskKind.MAY_FAIL_ON_DATA: "may fail on rows that are there",
    RiskKind.BLOCKS_READS_AND_WRITES: "blocks reads and writes",
    RiskKind.REWRITES_TABLE: "rewrites a table",
    RiskKind.BLOCKS_WRITES: "blocks writes",
    RiskKind.NAMING: "is named against the rules",
}
"""The kinds of risk in words, the worst first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One change: ``words`` such as "add column tags", its table, what is known of it, and where it is declared.

    ``sign`` is "+" for what comes, "-" for what goes, "!" for what is another.
    """

    sign: str
    table: str
    words: str
    detail: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One migration: its name, its file (empty where it is not written yet), what it locks, and its SQL both ways."""

    name: str
    path: str
    locks: tuple[str, ...]
    forward: str
    rollback: str
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What happens on one of the project's databases. ``sizes`` are those of tables, where one could be asked."""

    database: str
    lines: tuple[Line, ...] = ()
    risks: tuple[Risk, ...] = ()
    rollback_risks: tuple[Risk, ...] = ()
    scripts: tuple[Script, ...] = ()
    sizes: Mapping[str, Size] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing that does not hold, or that somebody has to know, and where."""

    where: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What only a person may decide, and the options of the command line that answer it; a consent, or a rename."""

    text: str
    options: tuple[str, ...]
    is_consent: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """All that one comment says. ``subject`` is what was compared, ``made_by`` the command that said so.

    ``old_code`` are the queries that only the older revision, ``before``, has: its code runs until the new one does.
    """

    subject: str
    parts: tuple[Part, ...]
    findings: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()
    questions: tuple[Question, ...] = ()
    old_code: tuple[Risk, ...] = ()
    before: str = ""
    tables: tuple[Drawn, ...] = ()
    status: str = ""
    made_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Something said of one or more databases; ``databases`` is empty where it is so on all of them."""

    databases: tuple[str, ...]
    risk: Risk


def risks_of(review: Review, *, back: bool = False) -> tuple[Shared, ...]:
    """The risks of all databases, the worst first, each once."""
    found: dict[Risk, list[str]] = {}
    for part in review.parts:
        for risk in part.rollback_risks if back else part.risks:
            found.setdefault(risk, []).append(part.database)
    order = list(SEVERITY)
    every = len(review.parts)
    shared = [Shared(databases=tuple(names) if len(names) < every else (), risk=risk) for risk, names in found.items()]
    return tuple(sorted(shared, key=lambda one: order.index(one.risk.kind)))


def changes_of(review: Review) -> Mapping[str, tuple[Line, ...]]:
    """The changes of all databases by table; where they are told in other words, each database has its own."""
    found: dict[tuple[str, str], dict[str, Line]] = {}
    for part in review.parts:
        for line in part.lines:
            found.setdefault((line.table, line.words), {})[part.database] = line
    tables: dict[str, list[Line]] = {}
    for (table, _), lines in found.items():
        tables.setdefault(table, []).append(_merged(lines, len(review.parts)))
    return {table: tuple(_pairs_together(lines)) for table, lines in tables.items()}


def _pairs_together(lines: Sequence[Line]) -> list[Line]:
    """Columns first, then the rest; what goes and comes again changed stands together."""
    names = list(dict.fromkeys(line.words.partition(" ")[2] for line in lines))
    names.sort(key=lambda name: not name.startswith(("table", "column")))
    return [line for name in names for line in lines if line.words.partition(" ")[2] == name]


_LONG = 100
"""Characters of what is said of a change on each database."""


def _merged(lines: Mapping[str, Line], every: int) -> Line:
    first = next(iter(lines.values()))
    # TEXT here and text there are the same to a reader.
    details = {line.detail.casefold() for line in lines.values()}
    detail = "; ".join(f"{name}: {line.detail}" for name, line in lines.items())
    if len(details) == 1:
        detail = first.detail
    elif len(detail) > _LONG:
        # Long ones are expressions, which each database spells in its own way and which mean the same.
        name, shortest = min(lines.items(), key=lambda one: len(one[1].detail))
        detail = f"{shortest.detail}, as {name} has it"
    if len(lines) < every:
        only = f"{' and '.join(lines)} only"
        detail = f"{detail}; {only}" if detail else only
    where = next((line.where for line in lines.values() if line.where), "")
    return Line(sign=first.sign, table=first.table, words=first.words, detail=detail, where=where)


def counted(review: Review) -> Iterator[str]:
    """How many changes do what, in words, the worst first: "1 loses data", "1 query breaks"."""
    risks = [one.risk for one in risks_of(review)]
    queries = {risk.consent for risk in (*risks, *review.old_code) if risk.code == BROKEN_QUERY}
    kinds = Counter(
        {
            kind: len({str(risk.ref) for risk in risks if risk.kind is kind and risk.code != BROKEN_QUERY})
            for kind in SEVERITY
        }
    )
    if queries:
        yield f"{count(len(queries), 'query', 'queries')} {'breaks' if len(queries) == 1 else 'break'}"
    for kind, words in SEVERITY.items():
        if kinds[kind]:
            yield f"{kinds[kind]} {words if kinds[kind] == 1 else _plural(words)}"


def _plural(words: str) -> str:
    """Of several: "loses data" is "lose data"; "may fail" stays."""
    verb, _, rest = words.partition(" ")
    return f"{ {'is': 'are', 'may': 'may'}.get(verb) or verb.removesuffix('s') } {rest}".strip()


def lost(risks: Sequence[Shared]) -> tuple[Shared, ...]:
    """Those of which data is lost."""
    return tuple(one for one in risks if one.risk.kind is RiskKind.LOSES_DATA)


def count(number: int, noun: str, plural: str = "") -> str:
    """``1 change``, ``2 changes``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def size_in_words(size: Size) -> str:
    """``about 1,204,331 rows, 512 MB``; an exact number has no "about"."""
    rows = ("" if size.exact else "about ") + count(size.rows, "row")
    return f"{rows}, {_bytes(size.bytes)}" if size.bytes else rows


def _bytes(number: int) -> str:
    amount = float(number)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1024:  # noqa: PLR2004 - as the databases count
            return f"{amount:.0f} {unit}" if amount >= 10 or unit == "bytes" else f"{amount:.1f} {unit}"  # noqa: PLR2004
        amount /= 1024
    return f"{amount:.1f} TB"
