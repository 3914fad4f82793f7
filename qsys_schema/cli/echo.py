"""Puts text where it belongs, and nothing in it that a terminal would obey or a log must not keep."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

import click

_CREDENTIALS = re.compile(r"(?<=://)[^\n/@:]*:[^\n]*@|\S+@(?=\S*://)")
_PASSWORD = re.compile(r"(?i)\b(pass(?:word|wd)?|pwd)=[^&\s'\"]*")
# What moves the cursor, changes colours or turns the direction of text. Line ends and tabs stay.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def without_secrets(text: str) -> str:
    """The text with what looks like the credentials of a URL blotted out."""
    return _PASSWORD.sub(r"\1=***", _CREDENTIALS.sub("***@", text))


def visible(text: str) -> str:
    """The text with control characters spelled out: a name from a database or a spec must not steer a terminal."""
    return _CONTROL.sub(lambda match: match.group().encode("unicode_escape").decode(), text)


def result(text: str) -> None:
    """Print a part of the result. Into a file it goes as it is: SQL has to stay what it is."""
    # With colour=True click takes nothing out of the text; there is no colour in it.
    _write(visible(text) if sys.stdout is not None and sys.stdout.isatty() else text, sys.stdout, colour=True)


def talk(text: str) -> None:
    """Print a line for a person, which is no part of the result."""
    _write(visible(without_secrets(text)), sys.stderr)


def error(text: str, *, colour: bool | None) -> None:
    """Print what went wrong; ``colour`` is None where the terminal decides."""
    _write(click.style("error: ", fg="red", bold=True) + visible(without_secrets(text)), sys.stderr, colour=colour)


def as_json(value: object) -> None:
    """Print a result for a machine."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    plain = encoding.lower().replace("-", "") != "utf8"
    _write(json.dumps(value, indent=2, ensure_ascii=plain), sys.stdout)


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


def _write(text: str, stream: TextIO | None, *, colour: bool | None = None) -> None:
    if stream is not None:
        _guarded(stream, lambda: click.echo(text, file=stream, color=colour))


def _guarded(stream: TextIO, write: Callable[[], None]) -> None:
    """Write; where whoever read the stream has gone, the command goes on, and ends with its own exit code."""
    try:
        write()
    except BrokenPipeError:
        stop_writing(stream)
    except OSError:
        stop_writing(stream)
        raise


def stop_writing(stream: TextIO) -> None:
    """Nothing more reaches this stream."""
    # Python flushes once more at exit, and would complain of what cannot be written then.
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
