"""Findings as SARIF 2.1.0, which code hosts show beside the code and follow from one push to the next.

"Static Analysis Results Interchange Format" of OASIS is the reference; the numbers in docstrings are its sections.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from qsys_schema.model.finding import Finding, Level
from qsys_schema.model.rule import Example, Rule

Json = dict[str, object]

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note", Level.OFF: "none"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_HOME = "https://github.com/qsys-schema/qsys-schema"


def as_sarif(findings: Sequence[Finding], rules: Mapping[str, Rule], *, version: str) -> Json:
    """One run with its rules and its results; what is acknowledged is there as suppressed (3.35)."""
    used = sorted({one.code for one in findings} & rules.keys())
    places = {code: place for place, code in enumerate(used)}
    counted: Counter[str] = Counter()
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "qsys-schema",
                        "version": version,
                        "semanticVersion": version,
                        "informationUri": _HOME,
                        "rules": [_rule(rules[code]) for code in used],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, places, counted) for one in findings],
            }
        ],
    }


def _rule(rule: Rule) -> Json:
    """What is known of a rule, as a reporting descriptor (3.49)."""
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.title.split() if word.isalnum()),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why}\n\n{rule.how}", "markdown": _help(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
        "properties": {"tags": [str(rule.kind or "files"), "migrations"]},
    }


def _help(rule: Rule) -> str:
    from qsys_schema.report.markdown import escaped

    lines = [escaped(rule.why), escaped(rule.how), *map(_example, rule.examples[:1])]
    return "\n\n".join(lines)


def _example(example: Example) -> str:
    from qsys_schema.report.markdown import fenced

    return f"Found:\n\n{fenced(example.bad, 'sql')}\n\nNot found:\n\n{fenced(example.good, 'sql')}"


def _result(one: Finding, places: Mapping[str, int], counted: Counter[str]) -> Json:
    """A result (3.27); one that is about a file as a whole has no region."""
    location: Json = {"artifactLocation": {"uri": quote(one.path.replace("\\", "/"))}}
    if one.line:
        location["region"] = {"startLine": one.line}
    mark = _fingerprint(one)
    counted[mark] += 1
    result: Json = {
        "ruleId": one.code,
        "level": _LEVELS[one.level],
        "message": {"text": one.text or one.code},
        "locations": [{"physicalLocation": location, **_logical(one)}],
        "partialFingerprints": {"qsysSchema/v1": f"{mark}:{counted[mark]}"},
        "suppressions": [{"kind": "inSource", "justification": one.acknowledged}] if one.acknowledged else [],
    }
    if one.code in places:
        result["ruleIndex"] = places[one.code]
    return result


def _logical(one: Finding) -> Json:
    """The table or column that it is about (3.33)."""
    name = one.ref or one.query
    return {"logicalLocations": [{"fullyQualifiedName": name}]} if name else {}


def _fingerprint(one: Finding) -> str:
    """What stays the same when lines move: the file, the code and what it is about (3.27.17)."""
    parts = (one.path, one.code, one.ref, one.query, one.variant, "" if one.ref or one.query else one.text)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]
