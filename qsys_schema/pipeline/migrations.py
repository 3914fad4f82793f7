"""Findings about migration files: each is run on a scratch database, after those before it, and looked at."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.errors import HistoryBroken, UsageError
from qsys_schema.history.header import printable
from qsys_schema.lint.judge import judge, level_of
from qsys_schema.lint.registry import registry
from qsys_schema.model.finding import Finding, Found, Level
from qsys_schema.model.migration import Migration
from qsys_schema.model.rule import Rule
from qsys_schema.model.watched import Watched
from qsys_schema.pipeline.watch import Texts, Watcher

if TYPE_CHECKING:
    from qsys_schema.history.read import History
    from qsys_schema.model.query import Query
    from qsys_schema.pipeline.project import Project

_PROBLEM = re.compile(
    r"(?P<path>.*?\.(?:sql|sum|py))(?::(?P<line>\d+))?: (?:(?P<code>YO\d{3}) )?(?P<text>.*)", re.DOTALL
)
_UNREADABLE, _EDITED = "YO108", "YO103"
_TX_OF_ITS_OWN = "YO106"


def all_rules(project: Project) -> Mapping[str, Rule]:
    """Every rule there is for the project's database."""
    return registry(project.dialect.linting.rules)


def every_rule() -> Mapping[str, Rule]:
    """Every rule there is, of all databases, with all examples: what a reference of the codes is made of."""
    from qsys_schema.dialects.registry import SPOKEN, dialect_named

    dialects = [dialect_named(name, {}) for name in SPOKEN]
    found = dict(registry(*(one.linting.rules for one in dialects)))
    for dialect in dialects:
        for code, examples in dialect.linting.examples.items():
            own = (replace(one, dialect=dialect.name) for one in examples)
            found[code] = replace(found[code], examples=(*found[code].examples, *own))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """What was found in the files, and how many migrations were looked at; ``unseen`` are those that could not be."""

    findings: tuple[Finding, ...]
    migrations: int
    unseen: tuple[str, ...]


def lint_migrations(
    project: Project, chosen: Collection[str] | None, queries: Sequence[Query] = (), *, tries_back: bool = True
) -> Linted:
    """Everything that is found in these migrations, in all where None. Raises UsageError for a policy of no code.

    What is wrong with the files themselves is found, too. Migrations behind one that cannot be run are ``unseen``.
    Rollbacks are run with ``tries_back``.
    """
    from qsys_schema.history.read import survey

    rules = all_rules(project)
    _require_codes(project)
    history = survey(project.folder)
    wanted = [one for one in history.migrations if _is_wanted(project, one.id, chosen)]
    files = tuple(_of_files(project, history, rules, chosen))
    watched, unseen = _watched(project, history, {one.id for one in wanted}, tries_back=tries_back)
    broken = _broken_queries(project, watched, queries)
    found = [
        finding
        for one in watched
        for finding in judge(one, rules, spell=printable, more=broken.get(one.migration.id, ()))
    ]
    return Linted(findings=(*files, *found), migrations=len(wanted), unseen=unseen)


def _is_wanted(project: Project, identifier: str, chosen: Collection[str] | None) -> bool:
    if any(fnmatch.fnmatchcase(identifier, pattern) for pattern in project.settings.policy.ignore):
        return False
    return chosen is None or identifier in chosen


def _require_codes(project: Project) -> None:
    known = every_rule()
    for code in project.settings.policy.levels:
        if code not in known:
            from difflib import get_close_matches

            near = get_close_matches(code, known, n=1)
            raise UsageError(
                f"{project.settings.file}, lint: levels.{code} is no code",
                hint=f"did you mean {near[0]}?" if near else "`qsys-schema lint --rules` has all of them",
            )


def _of_files(
    project: Project, history: History, rules: Mapping[str, Rule], chosen: Collection[str] | None
) -> Iterator[Finding]:
    """What the reading of the folder has found, as findings."""
    for problem in history.problems:
        match = _PROBLEM.fullmatch(problem)
        path, line, text = (match["path"], int(match["line"] or 0), match["text"]) if match else ("", 0, problem)
        code = (match["code"] if match else "") or (_EDITED if problem in history.unsealed else _UNREADABLE)
        level = level_of(code, rules, project.settings.policy)
        identifier = Path(path).name.removesuffix(".sql").removesuffix(".rollback")
        if level is Level.OFF or not (not path.endswith(".sql") or _is_wanted(project, identifier, chosen)):
            continue
        yield Finding(
            code=code,
            level=level,
            kind="",
            ref="",
            path=path or project.folder.as_posix(),
            line=line,
            text=text,
            hint=rules[code].how,
            migration=identifier if path.endswith(".sql") else "",
        )


def _watched(
    project: Project, history: History, wanted: Collection[str], *, tries_back: bool
) -> tuple[list[Watched], tuple[str, ...]]:
    """Each wanted migration as it was seen, and the names of those that nobody could look at."""
    places = [number for number, one in enumerate(history.migrations) if one.id in wanted]
    if not places:
        return [], ()
    found: list[Watched] = []
    torn = {
        match["path"]
        for one in history.problems
        if (match := _PROBLEM.fullmatch(one)) and match["code"] == _TX_OF_ITS_OWN
    }
    with project.replayed(()) as scratch:
        watcher = Watcher(
            dialect=project.dialect,
            scratch=scratch,
            watch=project.dialect.linting.watch(scratch),
            policy=project.settings.policy,
            tries_back=tries_back,
            is_quiet=partial(_is_quiet, all_rules(project)),
        )
        for number, migration in enumerate(history.migrations[: places[-1] + 1]):
            if {migration.path, migration.rollback_path} & torn:
                # Its own COMMIT would end what holds it: nobody can tell what is left.
                return found, _ids(history.migrations[number:], wanted)
            if migration.id not in wanted:
                try:
                    watcher.passed(migration)
                except HistoryBroken:
                    # Whoever asks only for later ones has to know why nobody can look at them.
                    scratch.rollback()
                else:
                    continue
            found.append(watcher.watched(migration, _texts(migration)))
            if found[-1].failure is not None:
                return found, _ids(history.migrations[number + 1 :], wanted)
    return found, ()


def _is_quiet(rules: Mapping[str, Rule], watched: Watched) -> bool:
    """Whether no rule finds anything in it that is more than a note, acknowledged or not."""
    return not any(
        level_of(rule.code, rules, watched.policy).weighs(Level.WARNING) and any(True for _ in rule.find(watched))
        for rule in rules.values()
        if rule.find is not None
    )


def _ids(migrations: Sequence[Migration], wanted: Collection[str]) -> tuple[str, ...]:
    return tuple(one.id for one in migrations if one.id in wanted)


def _texts(migration: Migration) -> Texts:
    """The two files; one that is being exchanged at this moment counts as empty."""
    texts = []
    for path in (migration.path, migration.rollback_path):
        try:
            texts.append(Path(path).read_bytes().decode("utf-8", errors="replace"))
        except OSError:
            texts.append("")
    return Texts(forward=texts[0], rollback=texts[1])


def _broken_queries(
    project: Project, watched: Sequence[Watched], queries: Sequence[Query]
) -> dict[str, list[tuple[str, Found]]]:
    """The named queries that do not fit the schema at the end, by the migration that they fitted until then."""
    found: dict[str, list[tuple[str, Found]]] = {}
    if not queries or not watched or watched[-1].failure is not None:
        return found
    from qsys_schema.pipeline.broken import CODE, broken_by

    for query in queries:
        for one in reversed(watched):
            said = broken_by(project, query, one)
            if said is None:
                continue
            found.setdefault(one.migration.id, []).append((CODE, said))
            break
    return found


def unacknowledged(findings: Sequence[Finding], level: Level) -> tuple[Finding, ...]:
    """Those that nobody has agreed to, of this level and above."""
    return tuple(one for one in findings if one.level.weighs(level) and not one.acknowledged)


__all__ = ["Linted", "all_rules", "every_rule", "lint_migrations", "unacknowledged"]
