"""Runs the rules over what was seen of a migration, and weighs what they find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qsys_schema.lint.acknowledged import STALE, UNREADABLE, WITHOUT_REASON
from qsys_schema.lint.allow import Allowed, Spell, allowed
from qsys_schema.lint.lines import comment_lines
from qsys_schema.lint.stated import REASON, is_stated, stated
from qsys_schema.model.finding import Finding, Found, Level
from qsys_schema.model.policy import Policy
from qsys_schema.model.ref import Ref
from qsys_schema.model.rule import Rule
from qsys_schema.model.watched import Watched


def level_of(code: str, rules: Mapping[str, Rule], policy: Policy) -> Level:
    """How much a code weighs in this project."""
    return policy.levels.get(code, rules[code].level)


def judge(
    watched: Watched, rules: Mapping[str, Rule], *, spell: Spell, more: Sequence[tuple[str, Found]] = ()
) -> tuple[Finding, ...]:
    """Everything that is found, in the order of the lines, the acknowledged too; ``more`` was found by others.

    ``spell`` is how a name stands on one line of a header.
    """
    found = [(rule.code, one) for rule in rules.values() if rule.find is not None for one in rule.find(watched)]
    judgement = _Judgement(watched, rules, spell)
    findings = [one for code, item in (*found, *more) if (one := judgement.weighed(code, item)) is not None]
    findings += judgement.of_acknowledgements()
    return tuple(
        sorted(dict.fromkeys(findings), key=lambda one: (one.path != watched.migration.path, one.line, one.code))
    )


@dataclass(slots=True)
class _Judgement:
    watched: Watched
    rules: Mapping[str, Rule]
    spell: Spell
    allowed: Sequence[Allowed] = field(init=False)
    stated: frozenset[tuple[str, str]] = field(init=False)
    used: set[tuple[int, str]] = field(default_factory=set)
    bare: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        migration = self.watched.migration
        self.allowed = allowed(comment_lines(self.watched.text, migration.forward_lines, migration.forward))
        first = min(migration.forward_lines, default=1)
        self.stated = stated("\n".join(self.watched.text.split("\n")[: first - 1]))

    def weighed(self, code: str, found: Found) -> Finding | None:
        """The finding with its level and its reason; None where nobody wants to hear of it."""
        level = level_of(code, self.rules, self.watched.policy)
        reason = self._reason(code, found.ref)
        if level is Level.OFF:
            return None
        rule, migration = self.rules[code], self.watched.migration
        return Finding(
            code=code,
            level=level,
            kind=str(rule.kind or ""),
            ref=str(found.ref or ""),
            path=migration.rollback_path if found.back else migration.path,
            line=found.line or self._line(found),
            text=found.text,
            hint=rule.how,
            acknowledged=reason,
            migration=migration.id,
        )

    def _line(self, found: Found) -> int:
        migration = self.watched.migration
        lines = migration.rollback_lines if found.back else migration.forward_lines
        if not lines:
            return 1
        place = found.step if found.step is not None and not found.back else 0
        return lines[min(place, len(lines) - 1)]

    def _reason(self, code: str, ref: Ref | None) -> str:
        for line in self.allowed:
            reason = line.reason(code, ref, self.spell)
            if reason is not None:
                self.used.add((line.line, code))
                if reason:
                    return reason
                self.bare.add(line.line)
        codes = (code, *self.rules[code].said_as)
        return REASON if is_stated(self.stated, codes, ref, self.spell(str(ref or ""))) else ""

    def of_acknowledgements(self) -> Iterator[Finding]:
        """What is wrong with the lines that acknowledge something."""
        for line in self.allowed:
            unknown = [code for code in line.codes if code not in self.rules]
            if not line.codes or unknown:
                shown = ", ".join(unknown) or line.rest[:60] or "nothing"
                yield from self._about(line, UNREADABLE, f"it names no code that there is: {shown}")
            elif line.line in self.bare or ":" not in line.rest:
                yield from self._about(line, WITHOUT_REASON, "an acknowledgement without a reason does not count")
            else:
                yield from self._stale(line)

    def _stale(self, line: Allowed) -> Iterator[Finding]:
        if self.watched.failure is not None or self.watched.migration.replaces:
            # One that stands for many has the lines of all: what they made and lost is no loss to anybody any more.
            return
        off = {code for code in line.codes if level_of(code, self.rules, self.watched.policy) is Level.OFF}
        for code in line.codes:
            if code not in off and (line.line, code) not in self.used:
                yield from self._about(
                    line, STALE, f"nothing that is found in this migration is {code} {line.rest[:80]}"
                )

    def _about(self, line: Allowed, code: str, text: str) -> Iterator[Finding]:
        found = self.weighed(code, Found(line=line.line, text=text))
        if found is not None:
            yield found
