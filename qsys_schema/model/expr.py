"""An SQL expression: its text for people and for rendering, its key for comparing; and plain values."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Expr:
    """One expression of SQL.

    ``key`` is the canonical token sequence that a dialect's ``normalize`` or ``inspect`` writes; equality
    looks at nothing else. In a key an identifier stands as ``"name"`` in double quotes, so that a rename can
    be followed without knowing any SQL. ``text`` is emitted verbatim: re-spelling an expression can change it.
    """

    text: str = field(compare=False)
    key: tuple[str, ...] = ()

    def mentions(self, name: str) -> bool:
        """Whether the identifier occurs in the expression (``name`` folded as the key is)."""
        return f'"{name}"' in self.key

    def renamed(self, before: str, after: str) -> Expr:
        """The same expression with one identifier replaced in its key; the text stays as it was written."""
        wanted = f'"{before}"'
        if wanted not in self.key:
            return self
        key = tuple(f'"{after}"' if token == wanted else token for token in self.key)
        return Expr(text=self.text, key=key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A plain value in a wish, before a dialect's ``normalize`` has spelled it as an expression."""

    value: str | int | float | bool
