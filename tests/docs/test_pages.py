"""Every code block of every page runs, and does what the page shows."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlglot
import yaml

from tests.command import ROOT, Command
from tests.docs.blocks import Block, Comment, matches, parts, steps
from tests.docs.sandbox import Sandbox
from tests.patience import run_to_end

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

DIALECTS = ("sqlite", "postgres")


@dataclass(slots=True, kw_only=True)
class Reader:
    """Somebody who does what a page says, from its first line to its last."""

    page: Path
    fresh: Callable[[str], Sandbox]
    sandbox: Sandbox | None = None
    corrected: dict[tuple[int, int], str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def read(self) -> None:
        """Do all of it. ``wrong`` is what is not as it is shown, ``failed`` what nobody sees and did not work."""
        for part in parts(self.page):
            if isinstance(part, Comment):
                self._hidden(part)
            elif part.asked("skip"):
                continue
            else:
                self._block(part)

    @property
    def place(self) -> Sandbox:
        """Where it happens; an empty folder, unless the page says otherwise."""
        if self.sandbox is None:
            self.sandbox = self.fresh("empty")
        return self.sandbox

    def _hidden(self, comment: Comment) -> None:
        if comment.key == "project":
            self.sandbox = self.fresh(comment.value)
            return
        said = self.place.run(comment.value)
        if self.place.code:
            self.failed.append(f"{self._at(comment.line)}: {comment.value} ended with {self.place.code}:\n{said}")

    def _block(self, block: Block) -> None:
        path = block.asked("file") or block.asked("append")
        if path:
            self._write(path, block.text, more=bool(block.asked("append")))
        elif block.asked("insert"):
            self._insert(block)
        elif block.asked("shows"):
            shown = self.place.here / block.asked("shows")
            actual = shown.read_text(encoding="utf-8") if shown.exists() else f"there is no {shown.name}\n"
            self._compare(block.line, block.line + block.text.count("\n"), block.text, actual)
        elif block.language == "console":
            for step in steps(block):
                self._compare(
                    step.line + 1 + step.command.count("\n"), step.end, step.shown, self.place.run(step.command)
                )
        else:
            self._look_at(block)

    def _look_at(self, block: Block) -> None:
        try:
            check = _CHECKS.get(block.language)
            if check is not None:
                check(block)
            if block.language == "python" and block.asked("python") == "run":
                _run_python(self.place, block)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the block is what the reader is told
            self.wrong.append(f"{self._at(block.line)}: {type(error).__name__}: {error}")

    def _write(self, name: str, text: str, *, more: bool) -> None:
        path = self.place.here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        there = path.read_text(encoding="utf-8") if more else ""
        path.write_text(there + text, encoding="utf-8")

    def _insert(self, block: Block) -> None:
        name, _, quoted = block.asked("insert").partition(" after ")
        text = quoted.strip('"')
        path = self.place.here / name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        place = next((number for number, line in enumerate(lines, start=1) if text in line), None)
        if place is None:
            self.wrong.append(f"{self._at(block.line)}: {name} has no line with {text!r}")
        else:
            path.write_text("".join((*lines[:place], block.text, *lines[place:])), encoding="utf-8")

    def _compare(self, line: int, end: int, shown: str, actual: str) -> None:
        if not matches(shown, actual):
            self.wrong.append(f"{self._at(line)}: shown is\n{shown}\nand what came is\n{actual}")
            self.corrected[line, end] = actual

    def _at(self, line: int) -> str:
        return f"{self.page.relative_to(ROOT)}:{line}"

    def correct(self) -> None:
        """Put what came in the place of what is shown."""
        lines = self.page.read_text(encoding="utf-8").splitlines()
        for (line, end), actual in sorted(self.corrected.items(), reverse=True):
            lines[line - 1 : end - 1] = actual.splitlines()
        self.page.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _sql(block: Block) -> None:
    wrong: list[str] = []
    for dialect in DIALECTS:
        try:
            sqlglot.parse(block.text, dialect=dialect, error_level=sqlglot.ErrorLevel.RAISE)
        except sqlglot.errors.SqlglotError as error:
            wrong.append(str(error))
        else:
            return
    raise ValueError("\n".join(wrong))


def _toml(block: Block) -> None:
    tomllib.loads(block.text)


def _yaml(block: Block) -> None:
    yaml.safe_load(block.text)


def _json(block: Block) -> None:
    json.loads(block.text)


def _sh(block: Block) -> None:
    run_to_end(["bash", "-n"], given=block.text, check=True)


def _python(block: Block) -> None:
    text = block.text
    # A signature is shown without what it does.
    compile(text if not text.rstrip().endswith(":") else f"{text.rstrip()} ...", "page", "exec")


_CHECKS: dict[str, Callable[[Block], None]] = {
    "sql": _sql,
    "toml": _toml,
    "yaml": _yaml,
    "json": _json,
    "sh": _sh,
    "python": _python,
}


def _run_python(place: Sandbox, block: Block) -> None:
    (place.here / "_page.py").write_text(block.text, encoding="utf-8")
    said = place.run(f"{sys.executable} _page.py")
    (place.here / "_page.py").unlink()
    if place.code:
        raise ValueError(said)


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[[str], Sandbox]:
    """Make a folder, and in it the project of that name, for SQLite or ``on postgres``."""

    def made(name: str) -> Sandbox:
        kind, _, server = name.partition(" on ")
        url = request.getfixturevalue("postgres_url") if server else ""
        command = Command(folder=tmp_path_factory.mktemp("page"), private=tmp_path_factory.mktemp("home"))
        sandbox = Sandbox(command=command, url=url)
        sandbox.begin(kind)
        return sandbox

    return made


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_does_what_it_shows(page: Path, fresh: Callable[[str], Sandbox], golden: bool) -> None:
    """Sessions print what is shown, files hold it, and everything else can be read by what it is for."""
    reader = Reader(page=page, fresh=fresh)
    reader.read()
    assert not reader.failed, "\n\n".join(reader.failed)
    if golden:
        reader.correct()
        return
    assert not reader.wrong, "\n\n".join(reader.wrong)


def test_an_ellipsis_stands_for_what_varies_and_for_nothing_else() -> None:
    """A page that shows too little, too much or something else is wrong."""
    assert matches("applied ...\n", "applied 0001.first\n")
    assert matches("a\n...\nd\n", "a\nb\nc\nd\n")
    assert matches("...\n", "")
    assert matches("", "")
    assert not matches("", "a\n")
    assert not matches("a\n", "")
    assert not matches("a\n", "a\nb\n")
    assert not matches("a ... c\n", "a b\nc\n")
