"""A cursor over tokens, with the few moves that reading SQLite's DDL needs."""

from __future__ import annotations

from collections.abc import Collection

from qsys_schema.dialects.sqlite.tokens import Token, UnreadableSqlError, tokenize, unquoted

_END = Token("end", "", -1, -1)
_AHEAD = 4
"""More than any rule looks ahead."""


class Reader:
    """Reads one statement token by token. Every ``expect`` that is not met raises UnreadableSqlError."""

    def __init__(self, text: str) -> None:
        self.text = text
        tokens = tokenize(text)
        self._length = len(tokens)
        # Looking a few tokens ahead never runs off the list, and never has to ask.
        self._tokens = [*tokens, *[_END] * _AHEAD]
        self._lower = [
            token.value.lower() if token.kind == "word" else token.value if token.kind == "mark" else ""
            for token in self._tokens
        ]
        self._position = 0

    def peek(self, ahead: int = 0) -> Token:
        """The token that comes next, or an end token."""
        return self._tokens[self._position + ahead]

    def take(self) -> Token:
        """The next token, passed over."""
        token = self._tokens[self._position]
        if token is not _END:
            self._position += 1
        return token

    @property
    def done(self) -> bool:
        """Whether everything was read."""
        return self._position >= self._length

    def word(self, ahead: int = 0) -> str:
        """The coming bare word in lower case (or mark, which is no word), or nothing."""
        return self._lower[self._position + ahead]

    def accept(self, *words: str) -> bool:
        """Pass over these words (or marks) if they all come next."""
        position, count = self._position, len(words)
        if self._lower[position] != words[0]:
            return False
        if count > 1 and tuple(self._lower[position : position + count]) != words:
            return False
        self._position = position + count
        return True

    def expect(self, *words: str) -> None:
        """Pass over these words (or marks), which must come next."""
        if not self.accept(*words):
            raise self.unexpected(" ".join(words).upper())

    def one_of(self, words: Collection[str]) -> str:
        """The next word, which must be one of these."""
        found = self.word()
        if found not in words:
            raise self.unexpected(" or ".join(sorted(words)).upper())
        self._position += 1
        return found

    def name(self) -> str:
        """A name, quoted or bare. A string is taken too, as SQLite does."""
        token = self.take()
        if token.kind == "string":
            return unquoted(token.value)
        if token.kind in {"quoted", "word"}:
            return token.value
        if token is not _END:
            self._position -= 1
        raise self.unexpected("a name")

    def group(self) -> list[Token]:
        """The tokens between the parenthesis that comes next and its partner."""
        self.expect("(")
        first, depth = self._position, 1
        while depth:
            token = self.take()
            if token is _END:
                raise self.unexpected("a closing parenthesis")
            if token.kind == "mark":
                depth += {"(": 1, ")": -1}.get(token.value, 0)
        return self._tokens[first : self._position - 1]

    def text_of(self, tokens: list[Token]) -> str:
        """The source text that these consecutive tokens stand in."""
        return self.text[tokens[0].start : tokens[-1].end] if tokens else ""

    def unexpected(self, wanted: str) -> UnreadableSqlError:
        """The error that says what was wanted and what came."""
        token = self.peek()
        found = repr(self.text[token.start : token.start + 30]) if token.start >= 0 else "the end"
        return UnreadableSqlError(f"expected {wanted}, found {found}")
