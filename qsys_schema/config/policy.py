"""What a team asks of its migrations: ``[tool.qsys-schema.lint]``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from qsys_schema.errors import UsageError
from qsys_schema.model.finding import Level
from qsys_schema.model.policy import COMMENTED, NAMED, Policy

_KEYS = ("levels", "naming", "require_comments", "forbid_types", "ignore")
_CODE = re.compile(r"[A-Z]{2,3}\d{3}")


def read_policy(table: object, where: str) -> Policy:
    """The policy in that table of the configuration; ``where`` names the file. Raises UsageError with the place."""
    place = f"{where}, lint"
    if not isinstance(table, dict):
        raise UsageError(f"{place}: must be a table", hint="write [tool.qsys-schema.lint] and settings below it")
    for key in table:
        _require_known(str(key), _KEYS, f"{place}: unknown setting {key!r}")
    return Policy(
        levels=_levels(table.get("levels", {}), place),
        naming=_naming(table.get("naming", {}), place),
        require_comments=_words(table, "require_comments", place, known=COMMENTED),
        forbid_types=_words(table, "forbid_types", place),
        ignore=_words(table, "ignore", place),
    )


def _levels(table: object, place: str) -> Mapping[str, Level]:
    found: dict[str, Level] = {}
    for code, level in _texts(table, "levels", place).items():
        if not _CODE.fullmatch(code):
            raise UsageError(f"{place}: levels.{code} is no code", hint="codes look like DS103; `lint --rules` has all")
        _require_known(level, tuple(map(str, Level)), f"{place}: levels.{code} is {level!r}, which is no level")
        found[code] = Level(level)
    return found


def _naming(table: object, place: str) -> Mapping[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for kind, pattern in _texts(table, "naming", place).items():
        _require_known(kind, NAMED, f"{place}: naming has no {kind!r}")
        try:
            found[kind] = re.compile(pattern)
        except (re.error, RecursionError, OverflowError) as error:
            raise UsageError(
                f"{place}: naming.{kind} is no regular expression: {error}",
                hint="a name has to match it from end to end, as in [a-z_]+",
            ) from error
    return found


def _texts(table: object, key: str, place: str) -> Mapping[str, str]:
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise UsageError(f"{place}: {key} must be a table of texts", hint=f'write {key} = {{NAME = "text"}}')
    return {str(name): str(value) for name, value in table.items()}


def _words(table: Mapping[str, object], key: str, place: str, *, known: Sequence[str] = ()) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise UsageError(f"{place}: {key} must be a list of texts", hint=f'write {key} = ["one", "another"]')
    for word in value if known else ():
        _require_known(str(word), known, f"{place}: {key} has no {word!r}")
    return tuple(map(str, value))


def _require_known(word: str, known: Sequence[str], problem: str) -> None:
    if word not in known:
        near = get_close_matches(word, known, n=1)
        raise UsageError(problem, hint=f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(known)}")
