"""A module of repositories while it is written: constants, functions, methods, and the names that they use."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass, field

from qsys_schema.codegen import names, paper
from qsys_schema.codegen.speller import Flavour, Speller
from qsys_schema.codegen.types import modules_of, typing_of, without_texts
from qsys_schema.errors import ImpossibleChange

_CODED = re.compile(r"\b((?:en|de)code_[a-z]+(?:_[a-z]+)*|(?:not_)?in_list|to_milliseconds|from_milliseconds)\b")
_SHARED = ("UNSET", "at_most_one", "exactly_one", "batches", "assigned", "nullable")
_SESSION = ("Connection", "fetch", "change")
_CONSTANTS = ("_KEY", "_SETTERS")
"""Those that hold no text of SQL."""
_MILLISECONDS = ("to_milliseconds", "from_milliseconds")


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One module for one flavour.

    ``source`` is the file that it comes from. ``renamed`` are methods with another name than the usual one; they are
    left out where that is empty. ``rows`` are the names that come from modules of rows, by module.
    """

    speller: Speller
    flavour: Flavour
    source: str
    renamed: dict[str, str] = field(default_factory=dict)
    rows: dict[str, set[str]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    functions: list[list[str]] = field(default_factory=list)
    methods: list[list[str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    @property
    def wait(self) -> str:
        """What stands before a call that may wait."""
        return "await " if self.flavour.asynchronous else ""

    def name(self, column: str) -> str:
        """A column or table in SQL."""
        return self.speller.words(self.speller.quoted(column))

    def marks(self, count: int) -> str:
        """Marks for so many values."""
        return paper.sql_list("", [self.speller.mark] * count)

    def call(self, before: str, items: list[str], *, indent: str = "") -> list[str]:
        """The lines of a call in a method's body: ``before`` is everything up to its parenthesis."""
        return paper.listed(before, items, ")", indent=indent, margin=2 * len(paper.INDENT))

    def sql(self, name: str, text: str, *, after: str = "", verbatim: bool = False) -> str:
        """Keep a text of SQL as a constant, behind that of another one; gives its name.

        A long one begins and ends with a line break, unless it is to be ``verbatim``.
        """
        constant = f"_{name.upper().strip('_')}"
        short = not after and "\n" not in text and len(text) + len(constant) + 5 <= paper.WIDTH
        source = paper.string(text) if short or verbatim else paper.block(text, after=after)
        chosen, number = constant, 2
        while chosen in _CONSTANTS or self.constants.get(chosen, source) != source:
            chosen, number = f"{constant}_{number}", number + 1
        self.constants[chosen] = source
        return chosen

    def use(self, module: str, *names: str) -> None:
        """Names from a module of rows."""
        self.rows.setdefault(module, set()).update(names)

    def method(self, name: str, parameters: list[str], gives: str, doc: tuple[str, ...], body: list[str]) -> None:
        """A method that may wait for the database; ``body`` is not indented. Raises ImpossibleChange for its name."""
        chosen = self.renamed.get(name, name)
        if not chosen:
            return
        if chosen in self.names or chosen in names.RESERVED or keyword.iskeyword(chosen):
            raise ImpossibleChange(
                f"{self.source}: a method would be called {chosen}, which is "
                + ("another one's name" if chosen in self.names else "a word that the generated code needs itself"),
                hint="give it another name; those that every table has are named under `methods:`",
            )
        self.names.add(chosen)
        word = "async def" if self.flavour.asynchronous else "def"
        lines = paper.listed(f"{word} {chosen}(", ["self", *parameters], f") -> {gives}:", indent=paper.INDENT)
        inside = 2 * paper.INDENT
        self.methods.append(
            [*lines, *paper.docstring(*doc, indent=inside), *(inside + line if line else "" for line in body)]
        )

    def text(self, head: list[str], name: str, doc: tuple[str, ...]) -> str:
        """The whole module, with one class of that name."""
        constants = [f"{constant} = {source}" for constant, source in self.constants.items()]
        opening = [
            f"class {name}:",
            *paper.docstring(*doc, indent=paper.INDENT),
            "",
            "    def __init__(self, connection: Connection) -> None:",
            '        """Nothing is committed here: transactions are the caller\'s."""',
            "        self._connection = connection",
        ]
        body = "\n".join(opening) + "".join("\n\n" + "\n".join(lines) for lines in self.methods)
        functions = ["\n".join(lines) for lines in self.functions]
        top = "\n".join(paper.imports(*self._imports("\n".join([*functions, body]))))
        parts = ["\n".join(head), top, *(["\n\n".join(constants)] if constants else [])]
        return "\n\n".join(parts) + "".join(f"\n\n\n{one}" for one in (*functions, body)) + "\n"

    def _imports(self, text: str) -> tuple[list[str], dict[str, set[str]]]:
        text = without_texts(text)
        coded = set(_CODED.findall(text))
        abstract = {"AsyncIterator", "Iterable", "Iterator", "Mapping", "Callable"}
        words = set(re.findall(r"\b\w+\b", text))
        named: dict[str, set[str]] = {
            "collections.abc": abstract & words,
            "itertools": {"groupby"} & words,
            "operator": {"itemgetter"} & words,
            "typing": typing_of([text]),
            f"..{self.speller.name}_values": coded - set(_MILLISECONDS),
            "..shared": {one for one in (*_SHARED, *_MILLISECONDS) if one in words},
            ".session": {one for one in _SESSION if one in words},
            **{f"..rows.{module}": names & words for module, names in self.rows.items()},
        }
        return sorted(modules_of([text])), named
