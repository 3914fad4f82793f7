"""What a named environment demands of whoever changes its database."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qsys_schema.config.database import kept_in
from qsys_schema.errors import ConfirmationNeeded, Decision, UsageError

RULES: Mapping[str, tuple[type, str]] = {
    "production": (bool, "true or false: whether somebody has to give the environment's name before anything changes"),
    "require_proof": (bool, "true or false: whether what is applied is proven first on a copy of this database"),
    "forbid": (list, 'a list of codes of risks, such as "DS103", that nothing may have that is run here'),
}
"""The settings of an environment that no project has as a whole, each with its kind and its meaning."""

_CODE = re.compile(r"[A-Z]{2}\d{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one environment. ``forbid`` are codes; whoever asks by ``environment`` gives that name."""

    environment: str = ""
    production: bool = False
    require_proof: bool = False
    forbid: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is anything to obey."""
        return self.production or self.require_proof or bool(self.forbid)


def require_typable(name: str, where: str) -> None:
    """Raise UsageError for a name that nobody could type where it is asked for."""
    if not name.isprintable() or name != name.strip() or not name:
        raise UsageError(
            f"{where}: the name of an environment is empty, or has blanks at its ends or letters that cannot be seen",
            hint="give it a name that can be typed",
        )


def require_codes(table: Mapping[str, Any], where: str) -> None:
    """Raise UsageError for codes that are none."""
    for code in table.get("forbid", ()):
        if not _CODE.fullmatch(code):
            raise UsageError(f"{where}: forbid names {code!r}, which is no code", hint='write codes such as "DS103"')


def rules_of(name: str, environments: Mapping[str, Mapping[str, Any]], url: str, base: str) -> Rules:
    """The rules for this database: those of the environment asked for, else of the one whose database it is.

    So the rules of production hold too for somebody who gives its URL by hand.
    """
    if name:
        return _rules(name, environments.get(name, {}))
    for other, table in environments.items():
        rules = _rules(other, table)
        if rules.any and url and _place_of(table, base) == place(url, base):
            return rules
    return Rules()


def _rules(name: str, table: Mapping[str, Any]) -> Rules:
    return Rules(
        environment=name,
        production=bool(table.get("production", False)),
        require_proof=bool(table.get("require_proof", False)),
        forbid=tuple(table.get("forbid", ())),
    )


def _place_of(table: Mapping[str, Any], base: str) -> str:
    """The place of an environment's database; empty where it has none, or nobody can tell without asking for it."""
    if not table.get("database"):
        return ""
    try:
        kept = kept_in(table, "", base)
        if isinstance(kept, str):
            return place(kept, base)
        return place(kept.place(), base) if kept.can_be_read_at_once() else ""
    except UsageError:
        # Who may not even read where it is has no other way to it either.
        return ""


def place(url: str, base: str) -> str:
    """What two URLs of the same database have in common: no user, no password, no parameters but host and port.

    Raises UsageError for what is no URL of a database.
    """
    from urllib.parse import parse_qsl, unquote

    from qsys_schema.dialects.registry import PORTS, dialect_of

    dialect = dialect_of(url, {})
    if dialect.embedded:
        return dialect.anchored(url, base or str(Path.cwd()))
    address, _, query = url.partition("://")[2].partition("#")[0].partition("?")
    server, _, path = address.rpartition("@")[2].partition("/")
    given = dict(parse_qsl(query))
    host, _, port = server.partition(":")
    host, port = host or given.get("host", ""), port or given.get("port", "") or PORTS.get(dialect.name, "")
    return f"{dialect.name}://{host.lower()}:{port}/{unquote(path) or given.get('dbname', '')}"


def require_confirmed(rules: Rules, given: str, what: str) -> None:
    """Raise ConfirmationNeeded where the name of a production environment has to be given, and is not.

    ``what`` says what would happen. Raises UsageError where another name is given: somebody is elsewhere than he
    thinks.
    """
    if given and given != rules.environment:
        here = f"this is environment {rules.environment}" if rules.environment else "no environment is asked for"
        raise UsageError(f"--confirm {given}: {here}", hint=f"add --env {shlex.quote(given)}, or take --confirm away")
    if not rules.production or given:
        return
    raise ConfirmationNeeded(
        rules.environment,
        Decision(
            kind="environment",
            ref=rules.environment,
            code="",
            question=f"{rules.environment} is a production environment: {what}; is that meant?",
            options=(f"--confirm {shlex.quote(rules.environment)}",),
        ),
    )
