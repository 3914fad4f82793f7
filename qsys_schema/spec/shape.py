"""The shape of a spec: ``table.schema.json`` decides, and each of its errors becomes one plain sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qsys_schema.spec.quick import compile_schema
from qsys_schema.spec.words import KINDS, spec_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import Draft202012Validator

    from qsys_schema.spec.finding import Finding
    from qsys_schema.spec.quick import Test
    from qsys_schema.spec.read import Document, Plain


class Shape:
    """What documents must look like, for these databases as keys of per-database mappings."""

    def __init__(self, text: str, dialects: tuple[str, ...]) -> None:
        schema: Document = json.loads(text)
        schema["$defs"]["dialect"]["enum"] = list(dialects)
        _inline(schema, list(dialects))
        # What is no table is of another shape, made of the same parts.
        others = {kind: {**schema["$defs"][kind], "$defs": schema["$defs"]} for kind in KINDS[1:]}
        listed = {"type": "array", "items": {"$ref": "#/$defs/query"}}
        self._queries = _Kind({"type": "object", "properties": {"queries": listed}, "$defs": schema["$defs"]})
        self._kinds = {kind: _Kind(others.get(kind, schema)) for kind in KINDS}

    def findings(self, file: str, document: Document) -> Iterator[Finding]:
        """What is wrong with the document's shape. Nothing is imported or done twice for a document in order."""
        yield from self._findings(self._kinds[spec_kind(document)], file, document)

    def query_findings(self, file: str, document: Document) -> Iterator[Finding]:
        """The same for the document of a file of SQL."""
        yield from self._findings(self._queries, file, document)

    @staticmethod
    def _findings(kind: _Kind, file: str, document: Document) -> Iterator[Finding]:
        if kind.quick(document):
            return
        from qsys_schema.spec.sentence import sentences

        for error in kind.exact().iter_errors(document):
            yield from sentences(error, file, document)


class _Kind:
    """One kind of document: a quick test that knows what is good, and an exact one that says what is wrong."""

    def __init__(self, schema: Document) -> None:
        self._schema = schema
        self._quick: Test | None = None
        self._validator: Draft202012Validator | None = None

    def quick(self, document: Document) -> bool:
        """Whether the document is certainly of this shape."""
        if self._quick is None:
            self._quick = compile_schema(self._schema)
        return self._quick(document)

    def exact(self) -> Draft202012Validator:
        """The validator of jsonschema, which is slow to import."""
        if self._validator is None:
            from jsonschema import Draft202012Validator

            self._validator = Draft202012Validator(self._schema)
        return self._validator


def _inline(schema: Plain, dialects: list[str]) -> None:
    """Write the databases out wherever they are keys, so that an error of such a mapping holds what is known."""
    for key, value in schema.items() if isinstance(schema, dict) else enumerate(schema):
        if key == "propertyNames":
            schema[key] = {"enum": dialects}
        elif isinstance(value, (dict, list)):
            _inline(value, dialects)
