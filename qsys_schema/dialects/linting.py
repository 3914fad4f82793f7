"""What lint needs to know of a database: its own rules, and whoever watches what migrations do to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from qsys_schema.model.session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qsys_schema.errors import QsysSchemaError
    from qsys_schema.model.flow import Flow
    from qsys_schema.model.ref import Ref
    from qsys_schema.model.risk import Risk
    from qsys_schema.model.rule import Example, Rule
    from qsys_schema.model.schema import Schema
    from qsys_schema.model.watched import Sight
    from qsys_schema.model.wipe import Wipe


class Watch(Protocol):
    """Sees what one migration after another does on a scratch database, statement by statement."""

    def start(self, schema: Schema) -> None:
        """A migration begins on this schema. May leave marks in the scratch database that nobody else notices."""

    def run(self, sql: str, *, alone: bool) -> object:
        """Run one statement, ``alone`` where it has no transaction; what was seen beside the catalog.

        Raises DatabaseDisagrees.
        """

    def skim(self, sql: str) -> bool:
        """Run one statement of a transaction without a look at what it does; False where it has ended it.

        False, too, for one that no rollback takes back, and for one that takes something away, which is worth a look
        in any case: it is not run. Raises DatabaseDisagrees.
        """

    def skimmed(self, before: Schema, after: Schema) -> Sight | None:
        """Who is who, after the statements that were skimmed since the start, in their transaction.

        None where they did anything to what was there before that a rule of this database has to look at.
        """

    def changed(self) -> bool:
        """Whether the catalog may be another than when this was asked last."""

    def sight(self) -> Sight:
        """Who is who now. Asked after every change of the catalog."""

    def flows(self, sql: str, sight: Sight) -> Sequence[Flow]:
        """What the statement copies; ``sight`` is how it was before it."""

    def wipes(self, sql: str, schema: Schema, facts: object) -> Sequence[Wipe]:
        """What the statement does to every row of a table; ``schema`` is how it was before it, ``facts`` what was seen.

        Names are those of the schema.
        """

    def losses(self, before: Schema, after: Schema) -> Sequence[Risk]:
        """What goes that no change speaks of: parts of a table. Asked at the end, in the transaction or behind it."""

    def finish(self, schema: Schema) -> object:
        """The migration is over, and has led to this schema; what was seen of it as a whole."""

    def why(self, sql: str, error: QsysSchemaError, schema: Schema) -> tuple[str, Ref | None]:
        """The code of the rule that says why a statement failed, empty for none, and what it was about."""


class Linting(Protocol):
    """What lint needs to know of a database."""

    @property
    def rules(self) -> Sequence[Rule]:
        """The rules that only this database needs."""

    @property
    def examples(self) -> Mapping[str, Sequence[Example]]:
        """Examples of shared rules as this database has them, by code."""

    def watch(self, session: Session) -> Watch:
        """Whoever sees what migrations do on this scratch database."""
