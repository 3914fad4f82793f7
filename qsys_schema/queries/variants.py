"""The texts that one query can become: with and without its optional conditions, in each of its orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qsys_schema.model.query import Among, CheckedQuery, Order, Piece, Use, When, Words

Parts = tuple[Words | Use, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One text: ``label`` says which in a message, and is empty for the whole; ``order`` is the chosen order's name."""

    label: str
    order: str
    parts: Parts


def variants(query: CheckedQuery) -> Iterator[Variant]:
    """All of it first; then with no optional condition, with each alone, and in each other order."""
    optional = tuple(dict.fromkeys(query.query.optional))
    orders = query.query.order_by or (("", ""),)
    name, text = orders[0]
    yield Variant(label="", order=name, parts=chosen(query.pieces, optional, text))
    alone = [(one,) for one in optional] if len(optional) > 1 else []
    for present in [(), *alone] if optional else []:
        label = f"with {', '.join(present)} alone" if present else f"without {', '.join(optional)}"
        yield Variant(label=label, order=name, parts=chosen(query.pieces, present, text))
    for other, order in orders[1:]:
        yield Variant(label=f"ordered by {other}", order=other, parts=chosen(query.pieces, optional, order))


def chosen(pieces: Sequence[Piece], present: Sequence[str], order: str) -> Parts:
    """The text with these optional parameters and that order; a list of values is a list of one."""
    return tuple(_parts(pieces, present, order))


def _parts(pieces: Sequence[Piece], present: Sequence[str], order: str) -> Iterator[Words | Use]:
    for piece in pieces:
        match piece:
            case Words() | Use():
                yield piece
            case Among(name=name, negated=negated):
                yield Words(text="NOT IN (" if negated else "IN (")
                yield Use(name=name)
                yield Words(text=")")
            case When(names=names, pieces=inner):
                if set(names) <= set(present):
                    yield from _parts(inner, present, order)
            case Order():
                yield Words(text=order)
