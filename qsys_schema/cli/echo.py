"""Puts text where it belongs, and nothing in it that a terminal would obey or a log must not keep."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TextIO

import click

from qsys_schema.model import concealed

_CREDENTIALS = re.compile(r"(?<=://)[^\n/@:]*:[^\n]*@|\S+@(?=\S*://)")
_PASSWORD = re.compile(r"(?i)\b(pass(?:word|wd)?|pwd)=[^&\s'\"]*")
# What moves the cursor, changes colours or turns the direction of text. Line ends and tabs stay.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LINE_END = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# What tells the runner of a job at GitHub or Azure to do something: they read all that a job prints. The first stands
# at the start of a line, the others anywhere.
_OBEYED = re.compile(r"^\s*(?=::)|##(?:vso)?(?=\[)", re.MULTILINE)
_OBEYED_IN_JSON = re.compile(r"(##(?:vso)?)\[")


class OutputLost(OSError):
    """A stream takes no more: the disk that it goes to is full, or broken."""


_whole: dict[str, str] = {}
"""Arguments that are URLs with more in them than a place, and what is shown in their stead."""


def hide(arguments: Iterable[str]) -> None:
    """From now on no message shows those of the arguments that are URLs and may hold a password.

    Where a password ends is anybody's guess: with a line end, a blank or an @ in it no pattern finds all of it.
    """
    _whole.clear()
    for argument in arguments:
        value = argument.partition("=")[2] if argument.startswith("--") else argument
        scheme, there, rest = value.partition("://")
        if there and ("@" in rest or "?" in rest):
            shown = f"{scheme}://***" if scheme.isidentifier() else "***"
            _whole.update(dict.fromkeys((value, repr(value)[1:-1], ascii(value)[1:-1]), shown))


def without_secrets(text: str) -> str:
    """The text with every known password, and what looks like the credentials of a URL, blotted out."""
    for value, shown in _whole.items():
        text = text.replace(value, shown)
    return concealed.without(_PASSWORD.sub(r"\1=***", _CREDENTIALS.sub("***@", text)))


def visible(text: str) -> str:
    """The text with control characters spelled out: a name from a database or a spec must not steer a terminal."""
    return _CONTROL.sub(lambda match: match.group().encode("unicode_escape").decode(), text)


def disobeyed(text: str) -> str:
    """The text with a backslash in whatever the runner of a job would take for a command."""
    return _OBEYED.sub(r"\g<0>\\", text)


def result(text: str) -> None:
    """Print a part of the result that is in words."""
    exact(disobeyed(text))


def exact(text: str) -> None:
    """Print a part of the result that has to stay what it is where it goes into a file: SQL, a page, commands."""
    # With colour=True click takes nothing out of the text; there is no colour in it.
    _write(visible(text) if sys.stdout is not None and sys.stdout.isatty() else text, sys.stdout, colour=True)


def result_lines(lines: Iterable[str]) -> None:
    """Print lines of the result. Each stays one, whatever a name in it holds: a log may obey what begins a line."""
    result("\n".join(_LINE_END.sub(lambda found: ascii(found[0])[1:-1], line) for line in lines))


def styled(text: str) -> None:
    """Print a part of the result that was made for a terminal, colours and all; every name in it is harmless."""
    _write(text, sys.stdout, colour=True)


def talk(text: str) -> None:
    """Print a line for a person, which is no part of the result."""
    _write(_said(text), sys.stderr)


def error(text: str, *, colour: bool) -> None:
    """Print what went wrong, with or without colour."""
    _write(click.style("error: ", fg="red", bold=True) + _said(text), sys.stderr, colour=colour)


def _said(text: str) -> str:
    """The text as a person, a terminal and the log of a job may have it: no line of it is a command to any of them."""
    return disobeyed(visible(without_secrets(text)))


def as_json(value: object) -> None:
    """Print a result for a machine."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    plain = encoding.lower().replace("-", "") != "utf8"
    written = json.dumps(value, indent=2, ensure_ascii=plain)
    # No line begins with colons. The others are spelled in another way, and mean the same.
    _write(_OBEYED_IN_JSON.sub(r"\1\\u005b", written), sys.stdout)


def error_as_json(value: object) -> None:
    """Print an error for a machine, without what must not be seen."""
    as_json(_hidden(value))


def _hidden(value: object) -> object:
    if isinstance(value, str):
        return without_secrets(value)
    if isinstance(value, dict):
        return {key: _hidden(member) for key, member in value.items()}
    return [_hidden(member) for member in value] if isinstance(value, list) else value


def tolerate_any_text() -> None:
    """Spell out what a stream's encoding has no letter for, instead of failing on it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def flush() -> None:
    """Hand on what is still held back. Raises OSError where it cannot be written."""
    if sys.stdout is not None:
        _guarded(sys.stdout, sys.stdout.flush)


_clear: list[Callable[[], None]] = []


def before_writing(clear: Callable[[], None] | None) -> None:
    """What takes a line of progress away before anything is written; None where there is no more such line."""
    _clear[:] = [] if clear is None else [clear]


def _write(text: str, stream: TextIO | None, *, colour: bool | None = None) -> None:
    for clear in _clear:
        clear()
    if stream is not None:
        _guarded(stream, lambda: click.echo(text, file=stream, color=colour))


def _guarded(stream: TextIO, write: Callable[[], None]) -> None:
    """Write; where whoever read the stream has gone, the command goes on, and ends with its own exit code."""
    try:
        write()
    except BrokenPipeError:
        stop_writing(stream)
    except OSError as error:
        stop_writing(stream)
        name = "standard output" if stream is sys.stdout else "standard error"
        raise OutputLost(error.errno, error.strerror, name) from error


def stop_writing(stream: TextIO) -> None:
    """Nothing more reaches this stream."""
    # Python flushes once more at exit, and would complain of what cannot be written then.
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
