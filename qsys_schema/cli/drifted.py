"""What was changed by hand, for the person on call and for a monitor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qsys_schema.model.about import ref_of
from qsys_schema.pipeline.sides import sides_of
from qsys_schema.pipeline.words import detail_of, kind_of, sentence_of

if TYPE_CHECKING:
    from qsys_schema.pipeline.drifted import Drift, Drifted
    from qsys_schema.pipeline.history import Standing

MOST = 50
"""Changes that are told at length; JSON has all of them."""


def drift_as_json(found: Standing) -> dict[str, object]:
    """The keys of ``status`` that say what was changed by hand, since when, and what could not be found out."""
    drift = found.changed
    when = _moment(found, drift.since)
    return {
        "drifted": None if drift.unknown else bool(drift.lines),
        "drift_since": drift.since or None,
        "drift_since_applied_at": when,
        "drift_as_of": drift.as_of or None,
        "changes": [_part_as_json(part, drift, when) for part in drift.parts],
        "assumed": found.assumed,
        "limits": list(drift.limits),
    }


def _part_as_json(part: Drifted, drift: Drift, when: str | None) -> dict[str, object]:
    expected, actual = sides_of(part.change)
    return {
        "kind": kind_of(part.change),
        "ref": str(ref_of(part.change)),
        "detail": detail_of(part.change),
        "expected": expected,
        "actual": actual,
        "since": drift.since or None,
        "since_applied_at": when,
        "as_of": part.as_of or None,
        "undone": part.undone or None,
    }


def _moment(found: Standing, name: str) -> str | None:
    when = found.migrations.when.get(name, "")
    return f"{when.replace(' ', 'T')}Z" if when else None


def drift_as_text(found: Standing) -> Iterator[str]:
    """What a person has to know of it: both sides, since when, what could not be found out, what to do."""
    drift = found.changed
    for part in drift.parts[:MOST]:
        expected, actual = sides_of(part.change)
        yield ""
        yield sentence_of(part.change).partition(" (")[0]
        yield f"  expected  {expected}"
        yield f"  actual    {actual}"
        yield f"  known as  {_known(part)}"
    if len(drift.parts) > MOST:
        yield f"  ... and {len(drift.parts) - MOST} more; --format json has all of them"
    if drift.lines:
        yield ""
        yield f"since       {_since(found)}"
        if drift.as_of:
            yield f"as of       {drift.as_of}, which makes the schema that is there: was a backup restored?"
    for limit in drift.limits:
        yield f"not known   {limit}"
    if drift.lines and found.migrations.unknown:
        yield f"first look  applied here without a file: {', '.join(found.migrations.unknown)}; another branch's?"
    if drift.lines:
        yield "keep it     qsys-schema generate --from-drift adopt   (specs and a migration, recorded as applied here)"
        yield "undo it     qsys-schema generate --from-drift undo    (a migration that leads back to the specs)"


def _known(part: Drifted) -> str:
    if part.as_of:
        return f"{part.as_of} left it; {part.undone} changed that" if part.undone else f"{part.as_of} left it"
    return f"it was before {part.undone}" if part.undone else "nothing that a migration makes"


def _since(found: Standing) -> str:
    drift = found.changed
    if not drift.since:
        return "nobody knows: no run has compared this database with its migrations"
    when = found.migrations.when.get(drift.since, "")
    at = f", applied {when} UTC" if when else ""
    return f"{drift.since}{at}: after it the database was as it should be; by whom it was changed, no database says"
