"""Texts that nobody should have to fear: each is put wherever a spec, a database or a command line takes a text."""

from __future__ import annotations

import re
from collections.abc import Mapping

LEGAL_NAME = re.compile("[^\x00-\x1f\x7f-\x9f]+")
"""What may stand in a name; whether it fits is another question."""

LONGEST_NAME = 63
"""Bytes, on the database that has the narrowest limit."""

_SQL = {
    "quote": "o'brien",
    "quotes": "''",
    "double_quote": 'a"b',
    "double_quotes": '""',
    "backtick": "a`b",
    "bracket": "a]b[c",
    "semicolon": "a;b",
    "comment": "a--b",
    "block_comment": "a/*b",
    "closed_comment": "a*/b",
    "bobby": "x'); DROP TABLE canary; --",
    "bobby_name": 'x"; DROP TABLE canary; --',
    "pwned_text": "x'); CREATE TABLE pwned (a); --",
    "pwned_name": 'x" (a); CREATE TABLE pwned (a); --',
    "pwned_line": "x\nDROP TABLE canary;\nCREATE TABLE pwned (a);\n--",
    "pwned_return": "x\rDROP TABLE canary;\rCREATE TABLE pwned (a);",
    "pwned_comment": "x */ DROP TABLE canary; CREATE TABLE pwned (a); /*",
    "pwned_dollar": "x $$; DROP TABLE canary; $$ $qsys$ $1 ${a}",
    "backslash_end": "ends in \\",
    "backslash_quote": "a\\'; DROP TABLE canary; --",
    "escape_string": "E'\\x41'",
    "marks": "? :name %s %(name)s %% @p1 $1",
    "colon": "a::text",
    "commit": "COMMIT; DROP TABLE canary; BEGIN",
    "depends": "-- depends: 9999.pwned",
    "transactional": "x\n-- transactional: false",
    "allow": "qsys:allow DS102 canary: fine",
    "reserved": "select",
    "order": "ORDER BY 1",
}
_PYTHON = {
    "triple": 'a"""; canary_call(); """b',
    "triple_line": '"""\ncanary_call()\nx = """',
    "triple_single": "'''; canary_call(); '''",
    "brace": "{canary_call()}",
    "braces": "{{ canary_call() }}",
    "brace_open": "{",
    "brace_close": "}}",
    "backslash": "\\",
    "backslash_triple": '\\"""\ncanary_call()\n"""',
    "escape": "\\N{BELL}\\x41\\u0041\\n",
    "hash": "# noqa",
    "coding": "-*- coding: utf-7 -*-",
    "keyword": "class",
    "dunder": "__class__",
    "self": "self",
    "import": "x\nimport canary_module",
    "percent": "%(canary)s",
}
_PAGE = {
    "element": "<canary-x onload=canary()>",
    "script": "</script><script>canary_call()</script>",
    "attribute": '"><canary-x onload="canary()" x="',
    "single_attribute": "' onload='canary()' canary-x='",
    "entity": "&lt;canary-x&gt; &amp; &#60;canary-x&#62;",
    "html_comment": "--><canary-x><!--",
    "style": "</style></title></textarea><canary-x>",
    "cdata": "]]><canary-x>",
    "javascript": "javascript:canary()",
    "link": "[canary](https://canary.example)",
    "image": "![canary](https://canary.example/x.png)",
    "autolink": "<https://canary.example>",
    "bare_link": "https://canary.example www.canary.example",
    "heading": "x\n# canary",
    "setext": "x\n===",
    "rule": "x\n\n---\n\n1. canary\n",
    "pipe": "a|b",
    "backticks": "``` canary ``` ` `` ````",
    "fence": "x\n```\n<canary-x>\n~~~",
    "details": "</details></summary><canary-x>",
    "reference": "[canary]: https://canary.example\n[canary]",
    "mention": "@canary #1 GH-1",
    "emphasis": "*a* _b_ ~~c~~ **d**",
    "mermaid": '"] end; click canary "javascript:canary()"',
    "mermaid_init": "%%{init: {'securityLevel': 'loose'}}%%",
    "math": "$$\\href{javascript:canary()}{x}$$",
}
_TERMINAL = {
    "red": "\x1b[31mred\x1b[0m",
    "title": "\x1b]0;canary\x07",
    "erase": "a\x1b[2J\x1b[1;1Hb",
    "csi": "a\x9b31mb",
    "bell": "a\x07b",
    "nul": "a\0b",
    "backspace": "canary\x08\x08\x08",
    "return": "a\rb",
    "newline": "a\nb",
    "github": "x\n::error file=canary::canary\n::add-mask::canary",
    "percent_github": "x%0A::error::canary",
    "azure": "##vso[task.setvariable variable=canary]canary",
    "azure_within": "a ##vso[task.setvariable variable=canary]canary",
    "github_within": "canary ##[add-mask]canary",
    "github_blank": "a\n \t::add-mask::canary",
    "tab": "a\tb",
    "form_feed": "a\x0cb\x0bc",
    "separators": "a\x1c\x1d\x1e\x1fb",
    "next_line": "a\x85b",
    "line_separator": "a\u2028b\u2029c",
    "delete": "a\x7fb",
    "right_to_left": "a\u202eb\u202c",
    "isolate": "a\u2067b\u2069",
    "mark": "a\u200fb",
    "zero_width": "a\u200bb\ufeffc\u2060",
    "markup": "[red]canary[/red] [link=https://canary.example]x[/link] :smile:",
    "emoji": "👩‍👩‍👧 🏳️‍🌈",
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤",
    "wide": "表ソ能",
    "astral": "\U0001f4a9\U000e0041",
    "private": "\ue000\ufffd",
}
_PATHS = {
    "up": "../canary",
    "far_up": "../../../../tmp/canary",
    "absolute": "/canary",
    "dot": ".",
    "dots": "..",
    "hidden": ".canary",
    "slash": "a/b",
    "backslash_path": "..\\canary",
    "drive": "C:canary",
    "device": "CON",
    "stream": "a:b",
    "home": "~/canary",
    "variable": "$HOME %PATH% `id` $(touch canary)",
    "glob": "*?[a]",
    "option": "--database",
    "long": "n" * 300,
    "long_wide": "é" * 200,
    "edge": "e" * 63,
    "just_too_long": "é" * 32,
    "blank": " ",
    "blanks": "  a  b  ",
    "trailing_dot": "a.",
    "dotted": "a.b.c",
    "equals": "a=b",
    "case": "CaNaRy Ä İ ß \u017f",
    "composed": "é",
    "decomposed": "e\u0301",
}
_YAML = {
    "null": "null",
    "no": "no",
    "date": "2024-01-01",
    "number": "0x10",
    "anchor": "&a *a",
    "tag": "!!python/object/apply:os.system ['true']",
    "merge": "<<",
    "mapping": "a: b",
    "item": "- a",
    "document": "---",
    "end": "...",
    "flow": "{a: [b",
    "hash_text": "a # b",
    "question": "? a",
    "literal": "|",
    "at": "@a",
}

WORDS: Mapping[str, str] = _SQL | _PYTHON | _PAGE | _TERMINAL | _PATHS | _YAML
"""By what each is about."""


def is_name(text: str) -> bool:
    """Whether every database takes the text as a name, for whatever it is."""
    return LEGAL_NAME.fullmatch(text) is not None and len(text.encode()) <= LONGEST_NAME


def quoted(text: str) -> str:
    """The text as YAML, in double quotes, with nothing but letters and digits as they are."""
    return '"' + "".join(one if one.isalnum() else f"\\U{ord(one):08x}" for one in text) + '"'
