"""SQL with its words told apart by colour. What is told wrong looks a little wrong, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qsys_schema.page.html import Child, Html, element

_WORDS = """
    ACTION ADD AFTER ALL ALTER AND AS ASC BEFORE BEGIN BETWEEN BY CASCADE CASE CAST CHECK COLLATE CONFLICT
    CONSTRAINT CREATE CROSS DEFAULT DELETE DESC DISTINCT DO DROP EACH ELSE END EXCEPT EXECUTE EXISTS FILTER FOR
    FOREIGN FROM FULL FUNCTION GROUP HAVING IN INDEX INDEXED INNER INSERT INTERSECT INTO IS JOIN KEY LANGUAGE
    LATERAL LEFT LIKE LIMIT LOCKED MATERIALIZED NEW NO NOT NOTHING NULL OF OFFSET OLD ON OR ORDER OUTER OVER
    PARTITION PRIMARY PROCEDURE RECURSIVE REFERENCES REPLACE RETURN RETURNING RETURNS RIGHT ROW ROWS SELECT SET SKIP
    TABLE THEN TO TRIGGER UNION UNIQUE UPDATE USING VALUES VIEW WHEN WHERE WINDOW WITH
""".split()

_PIECE = re.compile(
    r"(?P<c>--[^\n]*|/\*.*?\*/)"
    r"|(?P<s>'(?:[^']|'')*')"
    r'|(?P<q>"(?:[^"]|"")*")'
    r"|(?P<p>(?<![:\w]):[A-Za-z_]\w*)"
    rf"|(?P<w>\b(?:{'|'.join(_WORDS)})\b)",
    re.DOTALL | re.IGNORECASE,
)


def coloured(text: str) -> Html:
    """The text as a block of code."""
    return element("pre", element("code", list(_pieces(text.strip()))))


def _pieces(text: str) -> Iterator[Child]:
    done = 0
    for match in _PIECE.finditer(text):
        kind = match.lastgroup or ""
        if kind == "q":
            continue
        yield text[done : match.start()]
        yield element("span", match.group(), class_=kind)
        done = match.end()
    yield text[done:]
