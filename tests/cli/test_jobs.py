"""What a job prints is read by its runner, too: no name, no text and no message is a command to it."""

from __future__ import annotations

import json
import re

import pytest

from qsys_schema.cli import echo
from qsys_schema.page.html import element
from qsys_schema.report.markdown import code, escaped

_OBEYED = (
    "::add-mask::x",
    "one\n::error file=a::x",
    "one\n \t::group::x",
    "\u2028\u3000::group::x",
    "within ##[add-mask]x",
    "##vso[task.setvariable variable=x]y",
)
"""GitHub's runner takes the first kind from the start of a line, blanks or not; all take the others anywhere."""

_HARMLESS = ("a::text", "a :: b", "## [x]", "#[x]", "##vsox[y]", ": :x")


def _would_obey(text: str) -> bool:
    return any(line.lstrip().startswith("::") or "##[" in line or "##vso[" in line for line in re.split("[\r\n]", text))


@pytest.mark.parametrize("text", _OBEYED)
def test_words_are_no_commands(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """Neither as a result nor as a message; with the same letters, but for a backslash."""
    assert _would_obey(text)
    echo.result(text)
    echo.talk(text)
    echo.error(text, colour=False)
    echo.result_lines([text])
    for said in capsys.readouterr():
        assert not _would_obey(said)
        assert said.count(text[-2:]) == 2


@pytest.mark.parametrize("text", _HARMLESS)
def test_what_no_runner_obeys_stays(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """There is no backslash in it."""
    echo.result(text)
    assert capsys.readouterr().out == f"{text}\n"


@pytest.mark.parametrize("text", [*_OBEYED, *_HARMLESS, "\\u005b[", "##\\u005b[x]", '##"['])
def test_json_means_the_same(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """It is spelled so that no line of it is obeyed, and read as what it was."""
    echo.as_json({"text": text, text: [text]})
    said = capsys.readouterr().out
    assert not _would_obey(said)
    assert json.loads(said) == {"text": text, text: [text]}


@pytest.mark.parametrize("text", _OBEYED)
def test_sql_stays_what_it_is(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """Whoever runs it has to run what was printed."""
    echo.exact(text)
    assert capsys.readouterr().out == f"{text}\n"


@pytest.mark.parametrize("text", _OBEYED)
def test_comments_and_pages_are_no_commands(text: str) -> None:
    """Where they are printed."""
    assert not _would_obey(code(text))
    assert not _would_obey(escaped(text))
    assert not _would_obey(str(element("pre", f"\n{text}")))
