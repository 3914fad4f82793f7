"""Two branches that each added a migration, merged: puts one behind the other, once it is proven there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.diff.compare import adopt, compare
from qsys_schema.errors import HistoryBroken, ProofFailed, UsageError
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.migration import Migration
from qsys_schema.pipeline.check import prove_on_copy, require_known
from qsys_schema.pipeline.project import run
from qsys_schema.pipeline.words import sentence_of
from qsys_schema.prove.run import StatementFailed

if TYPE_CHECKING:
    from qsys_schema.model.session import Session
    from qsys_schema.pipeline.project import Project
    from qsys_schema.prove.trial import Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebased:
    """What was moved, each as it was and as it is now, and how the specs differ from what all migrations make now."""

    moved: tuple[tuple[Migration, Migration], ...]
    left: tuple[str, ...] = ()


def rebase(project: Project, identifiers: Sequence[str]) -> Rebased:
    """Put a branch behind all others: with new numbers, dependencies and fingerprints, and proven again.

    ``identifiers`` name the branch by any of its migrations; without them it is the one of which nothing is applied
    on the database, where one is given. Raises HistoryBroken where it cannot be known or is applied, ProofFailed
    where it does not work on what the others make; nothing is changed then.
    """
    from qsys_schema.history.branches import put_last
    from qsys_schema.history.order import forks
    from qsys_schema.history.read import survey

    history = survey(project.folder, merged=True)
    others = [text for text in history.problems if text not in history.forks]
    if others:
        raise HistoryBroken("\n".join(others), hint="these have to be put right first; nothing was changed")
    moving = _moving(project, history.migrations, identifiers)
    if not moving:
        _settle_sums(project.folder)
        return Rebased(moved=())
    after = put_last(history.migrations, moving)
    still = tuple(forks(after))
    if still:
        raise HistoryBroken(
            "\n".join(still),
            hint="that is so even behind the others; name one migration of each branch that is to move; "
            "nothing was changed",
        )
    rest, placed = after[: len(after) - len(moving)], after[len(after) - len(moving) :]
    with project.replayed(rest) as session:
        proven = tuple(_proven(project, session, rest, placed))
        left = tuple(_left(project, session))
    moved = tuple(zip(moving, (one for one, _ in proven), strict=True))
    _write(project.folder, moved, [proof for _, proof in proven])
    return Rebased(moved=moved, left=left)


def _moving(project: Project, migrations: Sequence[Migration], identifiers: Sequence[str]) -> tuple[Migration, ...]:
    """The migrations that move, in order; none of them is applied on the database, as far as one is given."""
    from qsys_schema.history.branches import branch_of, branches

    applied = _applied(project, migrations)
    for name in identifiers:
        require_known(project, migrations, name)
    found = branches(migrations)
    if not found:
        if identifiers:
            raise UsageError(
                f"{', '.join(identifiers)}: the history does not fork, so there is nothing to put behind another",
                hint="see `qsys-schema check`",
            )
        return ()
    chosen = [branch_of(migrations, name) for name in identifiers]
    if not chosen:
        chosen = [branch for branch in found if not any(one.id in applied for one in branch)]
        if len(chosen) != len(found) - 1:
            raise _undecided(found, applied)
    names = {one.id for branch in chosen for one in branch}
    there = [name for name in applied if name in names]
    if there:
        raise HistoryBroken(
            f"{', '.join(there)} is applied on the database, and what is applied is never moved",
            hint="move another branch; or take it back there first, on the branch that it was written on, by "
            "`qsys-schema rollback`; nothing was changed",
        )
    return tuple(one for one in migrations if one.id in names)


def _applied(project: Project, migrations: Sequence[Migration]) -> tuple[str, ...]:
    if not project.settings.has_database:
        return ()
    from qsys_schema.apply.status import applied_ids

    with project.reading() as session:
        return applied_ids(session, project.dialect, migrations)


def _undecided(found: Sequence[Sequence[Migration]], applied: Sequence[str]) -> HistoryBroken:
    lines = "".join(
        f"\n    {', '.join(one.id for one in branch)}"
        + (" (applied on the database)" if any(one.id in applied for one in branch) else "")
        for branch in found
    )
    commands = " or ".join(f"`qsys-schema rebase {branch[-1].id}`" for branch in found)
    return HistoryBroken(
        f"the history forks, and which branch is to move cannot be known:{lines}",
        hint=f"name the one that is applied nowhere, not even by a colleague: {commands}; nothing was changed",
    )


def _proven(
    project: Project, session: Session, rest: Sequence[Migration], placed: Sequence[Migration]
) -> Iterator[tuple[Migration, tuple[str, ...]]]:
    """Each migration with the fingerprints of its new place, and how it was proven there."""
    behind = [*rest]
    for one in placed:
        before = fingerprint(project.dialect.inspect(session))
        try:
            proof = proven_with_rows_or_without(project, session, one)
        except ProofFailed as error:
            raise ProofFailed(
                f"behind {behind[-1].id if behind else 'nothing'}, {one.id.partition('.')[2]} does not work any more: "
                f"{error.what}",
                hint="nothing was changed; if the tool wrote it, delete its files, run `qsys-schema seal` and then "
                "`qsys-schema generate`, which plans it anew from the specs; else correct it and seal it",
            ) from error
        run(session, one)
        after = fingerprint(project.dialect.inspect(session))
        rows = ", ".join(f"{name} {count}" for name, count in sorted(proof.rows.items()) if count)
        told = (
            f"put behind {behind[-1].id} by `qsys-schema rebase`, once it had run forward, back and forward again",
            f"there on a scratch copy with made-up rows: {rows or 'no table has any'}",
            *proof.changed,
            *proof.limits,
        )
        known = replace(one, before=before if one.before else "", after=after if one.after else "")
        yield known, told
        behind.append(known)


def proven_with_rows_or_without(project: Project, session: Session, migration: Migration) -> Proof:
    """Prove it with made-up rows; without any, where these are in the way of what was written and proven before."""
    try:
        return prove_on_copy(project, session, migration)
    except StatementFailed as error:
        try:
            proof = prove_on_copy(project, session, migration, made_up=0)
        except ProofFailed:
            raise error from None
        return replace(proof, limits=(f"made-up rows stopped it, so it was proven without: {error.reason}",))


def _left(project: Project, session: Session) -> Iterator[str]:
    """What the specs want beyond all migrations."""
    live = project.dialect.inspect(session)
    wanted = adopt(project.normalized(project.wish().schema, session), live)
    for change in compare(live, wanted):
        yield sentence_of(change)


def _settle_sums(folder: Path) -> None:
    """Nothing has to move, but the checksums of both sides may still stand in an unresolved merge."""
    from qsys_schema.history.sums import read_sums
    from qsys_schema.history.write import seal

    if read_sums(folder)[1]:
        seal(folder)


def _write(folder: Path, moved: Sequence[tuple[Migration, Migration]], proofs: Sequence[Sequence[str]]) -> None:
    from qsys_schema.history.exchange import exchange
    from qsys_schema.history.rewrite import moved_rollback_text, moved_text
    from qsys_schema.history.sums import read_sums
    from qsys_schema.history.unfinished import clear_unfinished

    clear_unfinished(folder)
    come: dict[str, bytes] = {}
    go: list[str] = []
    for (was, is_now), proof in zip(moved, proofs, strict=True):
        paths = [Path(was.rollback_path), Path(was.path)]
        go += [path.name for path in paths]
        texts = [path.read_bytes().decode() for path in paths]
        come[Path(is_now.rollback_path).name] = moved_rollback_text(texts[0], was, is_now).encode()
        come[Path(is_now.path).name] = moved_text(texts[1], was, is_now, proof).encode()
    sums, _ = read_sums(folder, merged=True)
    exchange(folder, come, go, sums)
