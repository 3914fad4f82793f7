"""Completes the word that somebody is typing. Asks no database, and is silent about whatever goes wrong."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

    from qsys_schema.cli.shells import Candidate, Typed
    from qsys_schema.config import Settings

VARIABLE = "_QSYS_SCHEMA_COMPLETE"
"""The variable that says that a shell asks, and which: ``bash_complete``."""

SHELLS = ("bash", "zsh", "fish")

_DIRECTORY, _BEGUN = "dir", "begun"
"""Kinds of a candidate beside click's own "plain": a folder's name, and a text that goes on."""

_LETTERS = {_DIRECTORY: "d", _BEGUN: "s"}


def folders(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The shell knows folders better than anybody."""
    from click.shell_completion import CompletionItem

    del context, parameter
    return [CompletionItem(incomplete, type=_DIRECTORY)]


def environments(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The environments of the configuration."""
    from qsys_schema.config import environment_names

    del context, parameter
    return _beginning(incomplete, environment_names())


def dialects(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The databases there are."""
    from qsys_schema.dialects.registry import NAMES

    del context, parameter
    return _beginning(incomplete, NAMES)


def migrations(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of migrations, the newest first; none that stands on the line already."""
    from qsys_schema.pipeline.guess import migrations as known

    value = context.params.get(parameter.name or "") or ()
    there = {str(one) for one in value} if isinstance(value, (tuple, list)) else set[str]()
    names = known(_settings(context), str(context.params.get("dialect") or ""))
    return _beginning(incomplete, [name for name in names if name not in there])


def columns(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The columns of the specs: jobs.owner."""
    from qsys_schema.pipeline.guess import columns as known

    del parameter
    return _beginning(incomplete, _dotted(known(_settings(context))))


def lost(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What migrations made and the specs no longer have: tables, and columns of others."""
    from qsys_schema.pipeline.guess import gone

    del parameter
    return _beginning(incomplete, _gone(gone(_settings(context))))


def renames(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """``OLD=NEW``: what the specs no longer have, and then what they have."""
    from qsys_schema.pipeline.guess import columns as known
    from qsys_schema.pipeline.guess import gone

    del parameter
    settings = _settings(context)
    old, equals, _ = incomplete.partition("=")
    if not equals:
        return _beginning(incomplete, (f"{name}=" for name in _gone(gone(settings))), kind=_BEGUN)
    wanted = known(settings)
    table = old.partition(".")[0]
    if "." in old:
        # A column moves within its table; one that was renamed as well has another name now.
        names: Iterable[str] = _dotted({table: wanted[table]} if table in wanted else wanted)
    else:
        names = wanted
    return _beginning(incomplete, (f"{old}={name}" for name in names))


def consents(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What may be agreed to: first of which kind, then of what."""
    from qsys_schema.pipeline.guess import CONSENTS, gone
    from qsys_schema.pipeline.guess import columns as known

    del parameter
    kind, colon, _ = incomplete.partition(":")
    if not colon:
        return _beginning(incomplete, (f"{one}:" for one in CONSENTS), kind=_BEGUN)
    settings = _settings(context)
    names: dict[str, list[str]] = {
        "drop-column": [name for name in _gone(gone(settings)) if "." in name],
        "drop-table": [table for table, left in gone(settings).items() if not left],
        "change-type": list(_dotted(known(settings))),
    }
    return _beginning(incomplete, (f"{kind}:{name}" for name in names.get(kind, ())))


def _gone(names: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for table, lost_ones in names.items():
        yield from (f"{table}.{name}" for name in lost_ones) if lost_ones else (table,)


def _dotted(tables: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    return (f"{table}.{name}" for table, names in tables.items() for name in names)


def _settings(context: click.Context) -> Settings:
    from qsys_schema.pipeline.guess import settings

    said = [str(context.params.get(name) or "") for name in ("environment", "schema", "migrations")]
    return settings(*said)


def _beginning(incomplete: str, names: Iterable[str], *, kind: str = "plain") -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(name, type=kind) for name in names if name.startswith(incomplete)]


def answer(group: click.Group, arguments: list[str]) -> str:
    """What the shell that has asked gets to read: candidates, or with ``bash_source`` and its like the script."""
    from qsys_schema.cli.shells import BREAKS, SCRIPTS, Typed, for_bash, for_others, typed

    shell, _, what = os.environ[VARIABLE].partition("_")
    if what == "source":
        return SCRIPTS[shell].rstrip()
    if shell == "bash":
        line = typed(arguments[0], os.environ.get(BREAKS, "")) if arguments else Typed(words=(), word="")
        lines = list(for_bash(_candidates(group, line), line))
    else:
        line = Typed(words=("", *arguments[:-1]), word=arguments[-1] if arguments else "")
        if shell == "fish":
            # What fish gives as the word at the cursor still has its quotation marks.
            line = Typed(words=line.words, word=typed(line.word, "").word)
        lines = list(for_others(_candidates(group, line)))
    return "\n".join(lines)


def _candidates(group: click.Group, line: Typed) -> list[Candidate]:
    from click.shell_completion import ShellComplete

    from qsys_schema.cli.run import NAME
    from qsys_schema.cli.shells import Candidate

    words = list(line.words[1:])
    found = ShellComplete(group, {}, NAME, VARIABLE).get_completions(words, line.word)
    # Of --option=value click completes the value alone.
    option = line.word.partition("=")[0] + "=" if line.word.startswith("-") and "=" in line.word else ""
    return [
        Candidate(text=option + str(one.value), about=one.help or "", kind=_LETTERS.get(one.type, "p")) for one in found
    ]
