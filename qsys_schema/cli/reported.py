"""What lies between two revisions, as JSON and as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qsys_schema.cli.present import Json, change_lines, difference_as_json, risk_lines

if TYPE_CHECKING:
    from qsys_schema.pipeline.check import Finding
    from qsys_schema.pipeline.report import Looked, Report
    from qsys_schema.pipeline.revisions import Revision


def report_as_json(found: Report) -> Json:
    """For a machine: both revisions, what does not hold, and the difference of each database as ``diff`` has it.

    ``commit`` is null for the files as they are now. ``difference`` is null where the specs are not valid.
    """
    return {
        "from": _revision(found.before),
        "to": _revision(found.after),
        "findings": [_finding(one) for one in found.findings],
        "remarks": [_finding(one) for one in found.remarks],
        "databases": [_looked(one) for one in found.looked],
    }


def _revision(revision: Revision) -> Json:
    return {"revision": revision.name, "commit": revision.commit or None}


def _finding(finding: Finding) -> Json:
    return {"where": finding.where, "text": finding.text}


def _looked(looked: Looked) -> Json:
    dialect, found = looked.project.dialect.name, looked.difference
    return {
        "dialect": dialect,
        "difference": difference_as_json(dialect, found, list(looked.new), place=looked.project.place_of)
        if found is not None
        else None,
        "rollback_risks": [
            {"code": risk.code, "kind": str(risk.kind), "ref": str(risk.ref), "reason": risk.reason}
            for risk in (found.rollback_risks if found is not None else ())
        ],
        "new": [{"migration": name, "proven": looked.proofs.get(name)} for name in looked.new],
        "edited": list(looked.edited),
        "deleted": list(looked.deleted),
        "left": list(looked.left),
        "old_code": [{"ref": str(risk.ref), "reason": risk.reason} for risk in looked.old_code],
    }


def report_as_text(found: Report) -> Iterator[str]:
    """For a person: what does not hold, then each database with its changes, risks and migrations."""
    yield f"from {_named(found.before)} to {_named(found.after)}"
    for finding in found.findings:
        yield f"{finding.where}: {finding.text}"
    for remark in found.remarks:
        yield f"note: {remark.where}: {remark.text}"
    for looked in found.looked:
        yield ""
        yield from _database(looked)


def _named(revision: Revision) -> str:
    return f"{revision.name} ({revision.commit[:10]})" if revision.commit else revision.name


def _database(looked: Looked) -> Iterator[str]:
    name, found = looked.project.dialect.name, looked.difference
    if found is None:
        yield f"{name}: the specs are not valid, so their difference is not known"
    elif found.in_sync:
        yield f"{name}: no change of the schema"
    else:
        count = len(found.all_changes)
        yield f"{name}: {count} change{'s' if count > 1 else ''}:"
        yield from change_lines(found.all_changes, looked.project.place_of)
        yield from risk_lines("risks:", (*found.risks, *looked.old_code))
        yield from risk_lines("risks of rolling back:", found.rollback_risks)
    for migration in looked.new:
        proof = looked.proofs.get(migration)
        yield f"new migration {migration}: {f'proven {proof}' if proof else 'not proven'}"
