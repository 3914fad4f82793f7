"""Texts that nobody should have to fear, on the command line: at every option and argument that takes a text."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator

import click
import pytest

from tests.hostile.journey import commands
from tests.hostile.stage import Stage
from tests.hostile.words import WORDS

NTH = {"soak": 1, "ci": 23}[os.environ.get("HYPOTHESIS_PROFILE", "ci")]
_FOLDERS = ("schema", "migrations", "out", "output", "folder", "directory", "path", "file")
_MIGRATION = re.compile(r"\d{4}\.[a-z0-9_]+(\.rollback)?\.sql|qsys\.sum|[a-z.]*\.lock")

Typed = Callable[[str], tuple[str, ...]]


def _ways() -> dict[str, Typed]:
    """Every option and argument of every command that takes a text, and how a text is given there."""
    return {f"{name} {one.name}": way for name, command in commands().items() for one, way in _of(name, command)}


def _of(name: str, command: click.Command) -> Iterator[tuple[click.Parameter, Typed]]:
    words = (*name.split(), *(("--dry-run",) if name == "rollback" else ()))
    needed = tuple(
        word
        for one in command.params
        if one.required and isinstance(one, click.Option)
        for word in (one.opts[0], "0001.first")
    )
    for one in command.params:
        if isinstance(one, click.Argument):
            yield one, lambda text: (*words, *needed, "--", text)
        elif isinstance(one, click.Option) and not one.is_flag and one.name != "database":
            option = one.opts[0]
            rest = needed if option not in needed else ()
            yield one, lambda text, option=option, rest=rest: (*words, *rest, f"{option}={text}")  # type: ignore[misc]


WAYS = _ways()
TEXTS = {name: text for name, text in WORDS.items() if "\0" not in text} | {"no_text": "\udcff\udcfe", "empty": ""}
PAIRS = [(list(WAYS)[number % len(WAYS)], name) for number, name in enumerate([*TEXTS, *TEXTS])]


def is_outside(way: str, text: str) -> bool:
    """Whether somebody says in so many words where a file is to be written, or how it is called: that is theirs."""
    strange = "/" in text or text.startswith("~") or text == ".."
    return strange and way.rpartition(" ")[2] in _FOLDERS


@pytest.mark.parametrize(("way", "name"), PAIRS)
def test_a_text_on_the_command_line(stage: Stage, way: str, name: str) -> None:
    """It names nothing that there is: it is refused in words, or there is nothing to do."""
    if is_outside(way, TEXTS[name]):
        return
    _give(stage, way, name)


@pytest.mark.soak
@pytest.mark.parametrize("way", WAYS)
def test_every_text_everywhere_on_the_command_line(new_stage: Callable[[], Stage], way: str) -> None:
    """The same for all of them."""
    for number, name in enumerate(TEXTS):
        if (number + list(WAYS).index(way)) % NTH == 0 and not is_outside(way, TEXTS[name]):
            _give(new_stage(), way, name)


def _give(stage: Stage, way: str, name: str) -> None:
    typed = WAYS[way](TEXTS[name])
    plain = "--format" in " ".join(typed)
    stage.run(*typed)
    if not plain and any(one.name == "format" for one in commands()[way.rpartition(" ")[0]].params):
        options = typed.index("--") if "--" in typed else len(typed)
        stage.run(*typed[:options], "--format", "json", *typed[options:])
    for path in (stage.root / "migrations" / "sqlite").iterdir():
        assert _MIGRATION.fullmatch(path.name), path.name
