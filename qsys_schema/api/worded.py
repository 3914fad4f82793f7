"""One kind of error to expect: what the operating system refuses is said in our own words, too."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from qsys_schema.errors import of_the_system

P = ParamSpec("P")
R = TypeVar("R")


def worded(call: Callable[P, R]) -> Callable[P, R]:
    """The same, raising a QsysSchemaError with the path and the reason instead of an OSError."""

    @wraps(call)
    def wrapped(*arguments: P.args, **named: P.kwargs) -> R:
        try:
            return call(*arguments, **named)
        except OSError as error:
            raise of_the_system(error) from error

    return wrapped
