"""Migrations that people write: a template to begin with, and the proof and the checksum of what they wrote.

One rule: whoever writes or edits a migration that is applied nowhere runs ``seal``; until then nothing runs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.errors import HistoryBroken, ProofFailed
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.migration import Migration
from qsys_schema.pipeline.check import prove_written, require_known
from qsys_schema.pipeline.project import run

if TYPE_CHECKING:
    from qsys_schema.pipeline.project import Project
    from qsys_schema.prove.trial import Proof

_BACK = ".rollback.sql"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What was proven and recorded, each with its proof, and the files that are no longer listed."""

    proven: tuple[tuple[Migration, Proof], ...]
    gone: tuple[str, ...]


def empty(project: Project, name: str) -> tuple[str, str]:
    """Write the template of a migration that somebody is going to write, and of its rollback; their paths."""
    from qsys_schema.history.branches import heads
    from qsys_schema.history.exchange import exchange
    from qsys_schema.history.naming import next_id
    from qsys_schema.history.sums import read_sums
    from qsys_schema.history.template import forward_template, rollback_template
    from qsys_schema.history.unfinished import clear_unfinished

    migrations = project.migrations()
    with project.replayed(migrations) as session:
        before = fingerprint(project.dialect.inspect(session))
    identifier = next_id([one.id for one in migrations], name)
    forward = forward_template(identifier, before=before, depends=heads(migrations))
    come = {
        f"{identifier}{_BACK}": rollback_template(identifier).encode(),
        f"{identifier}.sql": forward.encode(),
    }
    project.folder.mkdir(parents=True, exist_ok=True)
    clear_unfinished(project.folder)
    exchange(project.folder, come, (), read_sums(project.folder)[0])
    return (project.folder / f"{identifier}.sql").as_posix(), (project.folder / f"{identifier}{_BACK}").as_posix()


def seal(project: Project, identifiers: Sequence[str]) -> Sealed:
    """Prove migrations that were written or edited, and record them in ``qsys.sum``; all such ones without a name.

    Their headers get the fingerprints. Raises HistoryBroken for one that is applied on the database, where one is
    given, or that cannot be read; ProofFailed for one that does not hold. Nothing is changed then.
    """
    from qsys_schema.history.read import survey

    history = survey(project.folder)
    others = [text for text in history.problems if text not in history.unsealed]
    if others:
        raise HistoryBroken("\n".join(others), hint="these have to be put right first; nothing was changed")
    for name in identifiers:
        require_known(project, history.migrations, name)
    changed = {_id_of(name) for name in history.changed}
    wanted = changed & set(identifiers) if identifiers else changed
    as_applied = _as_applied(project, history.migrations, wanted)
    known = {one.id: one for one in history.migrations}
    proven = _proven(project, history.migrations, (wanted & known.keys()) - as_applied)
    gone = tuple(name for name in history.changed if _id_of(name) not in known and _id_of(name) in wanted)
    if wanted:
        kept = [known[name] for name in sorted(as_applied)]
        _record(project.folder, [(known[one.id], one, proof.limits) for one, proof in proven], kept, gone)
    return Sealed(proven=tuple(proven), gone=gone)


def _id_of(name: str) -> str:
    return name.removesuffix(_BACK).removesuffix(".sql")


def _as_applied(project: Project, migrations: Sequence[Migration], wanted: set[str]) -> set[str]:
    """Those that are on the database just as the files say: they are listed as they are.

    Raises HistoryBroken for one that was applied there and is another now.
    """
    if not project.settings.has_database or not wanted:
        return set()
    from qsys_schema.apply.status import read_status

    with project.reading() as session:
        found = read_status(session, project.dialect, migrations, ())
    there = wanted & set(found.applied)
    others = there & {*found.edited, *found.unknown}
    if others:
        raise HistoryBroken(
            f"{', '.join(sorted(others))} is applied on the database, so it stays as it was (YO103)",
            hint="restore the files from version control, and put the change into a new migration; nothing was changed",
        )
    return there


def _proven(project: Project, migrations: Sequence[Migration], wanted: set[str]) -> list[tuple[Migration, Proof]]:
    """The wanted ones with their fingerprints, each proven on a replay of those before it."""
    found: list[tuple[Migration, Proof]] = []
    places = [number for number, one in enumerate(migrations) if one.id in wanted]
    if not places:
        return found
    with project.replayed(tuple(migrations[: places[0]])) as session:
        for one in migrations[places[0] : places[-1] + 1]:
            before = fingerprint(project.dialect.inspect(session))
            try:
                proof = prove_written(project, session, one) if one.id in wanted else None
            except ProofFailed as error:
                raise ProofFailed(f"{one.path}: {error.what}", hint=error.hint) from error
            run(session, one)
            if proof is not None:
                after = fingerprint(project.dialect.inspect(session))
                known = replace(one, before=before, after=after) if one.before else replace(one)
                found.append((known, proof))
    return found


def _record(
    folder: Path,
    proven: Sequence[tuple[Migration, Migration, Sequence[str]]],
    kept: Sequence[Migration],
    gone: Sequence[str],
) -> None:
    from qsys_schema.history.exchange import exchange
    from qsys_schema.history.rewrite import moved_text
    from qsys_schema.history.sums import read_sums
    from qsys_schema.history.unfinished import clear_unfinished

    clear_unfinished(folder)
    come: dict[str, bytes] = {}
    run_on = "run forward, back and forward again on a scratch copy"
    for was, is_now, limits in (*proven, *((one, one, ()) for one in kept)):
        rows = "" if limits else " with made-up rows"
        proof = (f"{run_on}{rows} by `qsys-schema seal`", *limits)
        back, path = Path(was.rollback_path), Path(was.path)
        come[back.name] = back.read_bytes()
        # Not by read_text: line ends stay as they are.
        text = path.read_bytes()
        come[path.name] = text if was is is_now else moved_text(text.decode(), was, is_now, proof).encode()
    exchange(folder, come, gone, read_sums(folder)[0])
