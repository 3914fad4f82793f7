"""A JSON schema compiled into closures that say yes to what is certainly valid, and no to all they are not sure of.

Only the yes is used: on a no, jsonschema itself reads the document and has the last word and the errors. So a
thousand good files cost neither its import nor its time. A keyword that is not known here makes every answer no.
"""

from __future__ import annotations

from collections.abc import Callable

from qsys_schema.spec.read import Document, Plain

Test = Callable[[Plain], bool]

_ANNOTATIONS = frozenset({"$schema", "$id", "$defs", "$comment", "title", "description", "examples", "default"})
_TYPES: dict[str, Test] = {
    "string": lambda value: type(value) is str,
    "boolean": lambda value: type(value) is bool,
    "integer": lambda value: type(value) is int,
    "number": lambda value: type(value) in {int, float},
    "object": lambda value: type(value) is dict,
    "array": lambda value: type(value) is list,
}
_OBJECT = frozenset({"properties", "additionalProperties", "required", "minProperties", "propertyNames"})
_ARRAY = frozenset({"items", "minItems", "uniqueItems"})
_ALTERNATIVES = frozenset({"anyOf", "oneOf"})
_PLAIN = frozenset({"$ref", "type", "enum", "const", "minLength", "minimum", "maximum"})


def compile_schema(schema: Document) -> Test:
    """A test for documents of this JSON schema (draft 2020-12; ``$ref`` only to its own ``$defs``)."""
    return _Compiler(schema).test(schema)


class _Compiler:
    """Compiles each definition once; definitions may refer to later ones."""

    def __init__(self, root: Document) -> None:
        self._definitions: Document = root.get("$defs", {})
        self._compiled: dict[str, Test] = {}

    def test(self, schema: Document) -> Test:
        keywords = set(schema) - _ANNOTATIONS
        parts = {"object": _OBJECT, "array": _ARRAY}.get(str(schema.get("type")), frozenset())
        if keywords & parts:
            keywords.discard("type")  # the test of its parts looks at the type first
        if not keywords <= _PLAIN | _OBJECT | _ARRAY | _ALTERNATIVES:
            return lambda _value: False
        tests = [self._plain(keyword, schema[keyword]) for keyword in sorted(keywords & _PLAIN)]
        tests += [self._alternatives(keyword, schema[keyword]) for keyword in sorted(keywords & _ALTERNATIVES)]
        if keywords & _OBJECT:
            tests.append(self._object(schema))
        if keywords & _ARRAY:
            tests.append(self._array(schema))
        if len(tests) == 1:
            return tests[0]
        if len(tests) == 2:  # noqa: PLR2004 - most often: no loop, half the time
            first, second = tests
            return lambda value: first(value) and second(value)
        return lambda value: all(test(value) for test in tests)

    def _reference(self, reference: str) -> Test:
        name = reference.removeprefix("#/$defs/")
        if name not in self._definitions:
            return lambda _value: False
        if name not in self._compiled:
            self._compiled[name] = lambda value: self._compiled[name](value)  # noqa: PLW0108 - replaced below
            self._compiled[name] = self.test(self._definitions[name])
        return self._compiled[name]

    def _plain(self, keyword: str, wanted: Plain) -> Test:
        match keyword:
            case "$ref":
                return self._reference(wanted)
            case "type":
                tests = [_TYPES.get(name, lambda _value: False) for name in _listed(wanted)]
                return tests[0] if len(tests) == 1 else lambda value: any(test(value) for test in tests)
            case "minLength":
                return lambda value: type(value) is not str or len(value) >= wanted
            case "minimum":
                return lambda value: type(value) is not int or value >= wanted
            case "maximum":
                return lambda value: type(value) is not int or value <= wanted
            case _:
                # An equal value of another type (1 and true) is left to jsonschema to tell apart.
                known = {(type(one), one) for one in (wanted if keyword == "enum" else [wanted])}
                return lambda value: type(value) in {str, int, bool} and (type(value), value) in known

    def _alternatives(self, keyword: str, schemas: list[Document]) -> Test:
        tests = [self.test(schema) for schema in schemas]
        if keyword == "anyOf":
            return lambda value: any(test(value) for test in tests)
        if all(set(schema) == {"required"} for schema in schemas):
            # Only here is a no of ours a real no, which "exactly one" needs.
            return lambda value: sum(test(value) for test in tests) == 1
        return lambda _value: False

    def _object(self, schema: Document) -> Test:
        properties = {name: self.test(value) for name, value in schema.get("properties", {}).items()}
        additional = schema.get("additionalProperties", True)
        others: Test | None = None
        if additional is not True:
            others = self.test(additional) if isinstance(additional, dict) else lambda _value: False
        names = self.test(schema["propertyNames"]) if "propertyNames" in schema else None
        required = frozenset(schema.get("required", ()))
        fewest = schema.get("minProperties", 0)

        def test(value: Plain) -> bool:
            if type(value) is not dict:
                return "type" not in schema
            if len(value) < fewest or not required <= value.keys():
                return False
            if names is not None and not all(map(names, value)):
                return False
            for key, item in value.items():
                check = properties.get(key, others)
                if check is not None and not check(item):
                    return False
            return True

        return test

    def _array(self, schema: Document) -> Test:
        items = self.test(schema["items"]) if "items" in schema else None
        fewest, unique = schema.get("minItems", 0), schema.get("uniqueItems", False)

        def test(value: Plain) -> bool:
            if type(value) is not list:
                return "type" not in schema
            if len(value) < fewest or (items is not None and not all(map(items, value))):
                return False
            return not unique or (all(type(one) is str for one in value) and len(set(value)) == len(value))

        return test


def _listed(value: Plain) -> list[str]:
    return list(value) if isinstance(value, list) else [value]
