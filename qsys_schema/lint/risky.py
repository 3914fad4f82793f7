"""Rules whose finding is a risk that every database knows: the change itself is what hurts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from qsys_schema.model.finding import Found
from qsys_schema.model.watched import Danger, Watched


def by_code(code: str, unless: Callable[[Watched, Danger], bool] | None = None) -> Callable[[Watched], Iterable[Found]]:
    """Finds the dangers of this code, but for those of which ``unless`` says that it is none here."""

    def find(watched: Watched) -> Iterator[Found]:
        for danger in watched.dangers:
            if danger.risk.code == code and not (unless is not None and unless(watched, danger)):
                yield Found(
                    step=danger.step, ref=danger.risk.ref, text=f"{danger.risk.ref.label}: {danger.risk.reason}"
                )

    return find
