"""PostgreSQL's words: names and texts in quotes, and the tokens by which canonical texts are compared.

Every text that becomes a key was printed by the server, so that a difference of tokens is a difference of meaning, or
one that the server itself makes ("Lexical Structure" in its manual).
"""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(
    r"""
    \s+ | --[^\n]* | /\*.*?\*/
  | (?P<text> [eE]'(?:[^'\\]|''|\\.)*' | (?:[xXbBnN]|[uU]&)?'(?:[^']|'')*' )
  | (?P<quoted> (?:[uU]&)?"(?:[^"]|"")*" )
  | (?P<number> (?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)? )
  | (?P<word> [A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]* )
  | (?P<mark> ::|[-+*/<>=~!@\#%^&|`?]+|. )
    """,
    re.VERBOSE | re.DOTALL,
)

_DOLLAR = re.compile(r"\$(?P<tag>[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*|)\$.*?\$(?P=tag)\$", re.DOTALL)


def quote(name: str) -> str:
    """The name in double quotes, always: no word is then ever taken for another."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """The text as a string constant, whatever ``standard_conforming_strings`` is."""
    if "\\" not in text and "\r" not in text:
        return "'" + text.replace("'", "''") + "'"
    inside = _LAST.sub(lambda found: _BACKSLASH if found["last"] is not None else r"\\", text)
    # Whoever reads a file as text, as yoyo does, takes a carriage return in it for a line end.
    inside = inside.replace("\r", r"\r")
    return "E'" + inside.replace("'", "''") + "'"


_BACKSLASH = r"\134"
"""A backslash in an escape string, as a number."""

_ESCAPED = re.compile(r"\\.|\r", re.DOTALL)
"""A backslash with what it is for, or a carriage return."""

_LAST = re.compile(r"\\(?P<last>(?=')|\Z)?")


def splittable(sql: str) -> str:
    """The statement with no backslash before a quote: sqlparse, which yoyo splits files with, takes that for a pair.

    Nor with a carriage return, which yoyo reads as a line end: in a text it is spelled as an escape.
    """
    if "\\'" not in sql and '\\"' not in sql and "\r" not in sql:
        return sql
    found, place = [], 0
    while place < len(sql):
        match = _DOLLAR.match(sql, place) or _TOKEN.match(sql, place)
        token = match.group() if match is not None else sql[place]
        place += len(token)
        if "\r" in token:
            token = _without_carriage_returns(token)
        found.append(_with_backslashes_apart(token))
    return "".join(found)


def _without_carriage_returns(token: str) -> str:
    dollar = _DOLLAR.fullmatch(token)
    if dollar is not None:
        mark = len(dollar["tag"]) + 2
        return literal(token[mark:-mark])
    if token.startswith("'"):
        return literal(token[1:-1].replace("''", "'"))
    if token[:2] in {"e'", "E'"}:
        # After a backslash it stands for itself.
        return _ESCAPED.sub(lambda found: r"\r" if found[0][-1] == "\r" else found[0], token)
    if token.isspace() or token.startswith(("--", "/*")):
        return token.replace("\r\n", "\n").replace("\r", "" if token.startswith("--") else " ")
    return token  # a name, which no spec may have


def _with_backslashes_apart(token: str) -> str:
    if token.startswith("'") and "\\'" in token:
        return literal(token[1:-1].replace("''", "'"))
    if token.startswith('"') and '\\"' in token:
        return "U&" + token.replace("\\", r"\005C")
    if token[:2] in {"e'", "E'"} and "\\'" in token:
        plain = re.sub(r"\\(.)", lambda found: "''" if found[1] == "'" else found[0], token[2:-1], flags=re.DOTALL)
        return "E'" + re.sub(r"\\\\(?='|\Z)", lambda _: _BACKSLASH, plain) + "'"
    return token


_BLOCK = re.compile(r"DO \$(?P<tag>\w+)\$ (?P<body>.*)\$(?P=tag)\$", re.DOTALL)


def block_of_its_own(sql: str) -> str:
    """A DO block with marks that nothing in it has: names in it may be of any letters. Other texts as they are."""
    block = _BLOCK.fullmatch(sql)
    if block is None:
        return sql
    tag = block["tag"]
    while f"${tag}" in block["body"]:
        tag += "_"
    return f"DO ${tag}$ {block['body']}${tag}$"


@lru_cache(maxsize=4096)
def key_of_text(text: str) -> tuple[str, ...]:
    """The tokens of an SQL text: names in double quotes, key words in capitals as the server prints them."""
    text = settled(text)
    found: list[str] = []
    place = 0
    while place < len(text):
        dollar = _DOLLAR.match(text, place)
        if dollar:
            found.append(dollar.group())
            place = dollar.end()
            continue
        match = _TOKEN.match(text, place)
        if match is None:
            found.append(text[place])
            place += 1
            continue
        place = match.end()
        token = _token(match)
        if token:
            found.append(token)
    return tuple(found)


def words_of(text: str) -> list[str]:
    """The tokens of any SQL text, comments left out: words in lower case, all else as it stands."""
    found: list[str] = []
    place = 0
    while place < len(text):
        match = _DOLLAR.match(text, place) or _TOKEN.match(text, place)
        token = match.group() if match is not None else text[place]
        place += len(token)
        if not (token.isspace() or token.startswith(("--", "/*"))):
            found.append(token.lower() if token[0].isalpha() and "'" not in token and '"' not in token else token)
    return found


def _token(match: re.Match[str]) -> str:
    word = match.group()
    if match["word"] is not None:
        return word if word.isupper() else quote(word.lower())
    if match["text"] or match["quoted"] or match["number"] or match["mark"]:
        return "" if word.isspace() else word
    return ""


_VARYING = re.compile(r"\(ARRAY\[((?:'(?:[^']|'')*'::character varying(?:\(\d+\))?(?:, )?)+)\]\)::text\[\]")
_PRETTY = re.compile(r"ARRAY\[((?:'(?:[^']|'')*'::character varying(?:\(\d+\))?(?:, )?)+)\]::text\[\]")
_ELEMENT = re.compile(r"'(?:[^']|'')*'::character varying(?:\(\d+\))?")


def settled(text: str) -> str:
    """The text as the server prints it for ever.

    It casts a list that a ``varchar`` is looked up in as a whole, and once it reads that again, each of its texts.
    Where it prints for people, it leaves the parentheses out.
    """
    if "::text[]" not in text:
        return text
    text = _VARYING.sub(lambda found: f"ARRAY[{_ELEMENT.sub(lambda one: f'({one.group()})::text', found[1])}]", text)
    return _PRETTY.sub(lambda found: f"ARRAY[{_ELEMENT.sub(lambda one: f'{one.group()}::text', found[1])}]", text)


def with_name(text: str, before: str, after: str) -> str:
    """The text that the server printed, with another name for one column.

    Neither a type nor a function of that name is meant, nor a collation.
    """
    found, place, last = [], 0, ""
    while place < len(text):
        match = _DOLLAR.match(text, place) or _TOKEN.match(text, place)
        token = match.group() if match is not None else text[place]
        place += len(token)
        is_name = token == quote(before) or (token == before and not text.startswith("(", place))
        found.append(quote(after) if is_name and last not in {"::", "COLLATE", "."} else token)
        last = last if token.isspace() else token
    return "".join(found)


def mentioned(key: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the names that occur in a key, in their order."""
    tokens = set(key)
    return tuple(name for name in names if quote(name) in tokens)
