"""Database URLs with odd passwords, hosts and parameters: nothing of a password is shown, and none is obeyed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.hostile.stage import Stage

SECRET = "geheimnis"  # noqa: S105 - a test's own

_NOBODY = "127.0.0.1:9"
"""Where no server is."""

_ODD = {
    "at": f"a@{SECRET}",
    "two_ats": f"{SECRET}@@{SECRET}",
    "colon": f"a:{SECRET}",
    "slash": f"a/{SECRET}",
    "slashes": f"//{SECRET}//",
    "question": f"a?{SECRET}",
    "hash": f"a#{SECRET}",
    "ampersand": f"a&{SECRET}=b",
    "percent": f"%{SECRET}",
    "bad_percent": f"%zz{SECRET}%",
    "encoded": f"%40%3A%2F{SECRET}%0A%00",
    "quotes": f"'\"{SECRET}'\"",
    "blanks": f" a {SECRET} b ",
    "newline": f"a\n{SECRET}",
    "escape": f"\x1b[31m{SECRET}",
    "brackets": f"[{SECRET}]",
    "bracket": f"[{SECRET}",
    "braces": f"{{{SECRET}}}",
    "format": f"%s%(a)s{SECRET}",
    "backslash": f"\\{SECRET}\\",
    "markup": f"<canary-x>{SECRET}",
    "shell": f"$(touch canary)`{SECRET}`",
    "wide": f"表{SECRET}é",
    "surrogate": f"\udcff{SECRET}",
    "long": SECRET * 2000,
}
_URLS = {
    **{f"password {name}": f"postgresql://u:{text}@{_NOBODY}/d" for name, text in _ODD.items()},
    **{f"parameter {name}": f"postgresql://{_NOBODY}/d?password={text}" for name, text in _ODD.items()},
    **{f"file {name}": f"sqlite://u:{text}@/x.db" for name, text in _ODD.items()},
    "user": f"postgresql://{SECRET}@@:{SECRET}@{_NOBODY}/d",
    "two_hosts": f"postgresql://u:{SECRET}@127.0.0.1:9,127.0.0.1:10/d",
    "port": f"postgresql://u:{SECRET}@127.0.0.1:{SECRET}/d",
    "huge_port": f"postgresql://u:{SECRET}@127.0.0.1:99999999999999999999/d",
    "six": f"postgresql://u:{SECRET}@[::1]:9/d",
    "broken_six": f"postgresql://u:{SECRET}@[::1/d",
    "no_host": f"postgresql://u:{SECRET}@:9/d?host=127.0.0.1",
    "options": f"postgresql://u:{SECRET}@{_NOBODY}/d?options=-c%20search_path%3D%22;DROP",
    "service": f"postgresql://u:{SECRET}@{_NOBODY}/d?service=../../x&passfile=/dev/zero",
    "nul": f"postgresql://u:{SECRET}@{_NOBODY}/d%00",
    "wrong_word": f"postgresql+x'; DROP TABLE canary://u:{SECRET}@{_NOBODY}/d",
    "no_scheme": f"//u:{SECRET}@{_NOBODY}/d",
    "twice": f"postgresql://postgresql://u:{SECRET}@{_NOBODY}/d",
    "equals": f"postgresql://u:{SECRET}@{_NOBODY}/d?=&=&password",
    "name": f"postgresql://u:{SECRET}@{_NOBODY}/a'b\"c%22;--",
    "dsn": f"host=127.0.0.1 port=9 password={SECRET}",
    "pwd": f"postgresql://{_NOBODY}/d?PWD={SECRET}",
}
_COMMANDS = ("status", "diff", "apply", "pull", "check", "generate", "rollback")


@pytest.mark.parametrize("name", _URLS)
def test_no_password_is_shown(stage: Stage, name: str) -> None:
    """By whichever way it is given, and however much is asked for."""
    url, turn = _URLS[name], len(name) + len(_URLS[name])
    secretive = replace(stage, secret=SECRET)
    command, other = _COMMANDS[turn % len(_COMMANDS)], _COMMANDS[(turn * 3 + 1) % len(_COMMANDS)]
    secretive.run(command, f"--database={url}", "--verbose", "--debug")
    if "\0" not in url and "\udcff" not in url:
        by_variable = replace(secretive, environment={"QSYS_DATABASE_URL": url})
        by_variable.run(other, "--verbose", "--format", "json")
    secretive.run(other, url, only=(1, 2))
    _assert_nowhere(secretive)


@pytest.mark.parametrize("name", ["at", "slash", "quotes", "newline", "escape", "percent"])
def test_no_password_of_the_configuration_is_shown(new_stage: Callable[[], Stage], name: str) -> None:
    """Neither where it is the default, nor where it is an environment's, nor where the file is wrong."""
    url = _URLS[f"password {name}"].replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    url = url.replace("\x1b", "\\u001b")
    for text in (
        f'database = "{url}"\n',
        f'environments = {{"x" = {{database = "{url}"}}}}\n',
        f'schema = "{url}"\n',
        f'"{url}" = 1\n',
        f'dialects = ["{url}"]\n',
        f'environments = {{"{url}" = {{}}}}\n',
        f'database = ["{url}"]\n',
        f'database = "{url}\n',
    ):
        stage = replace(new_stage(), secret=SECRET)
        stage.put({"qsys-schema.toml": text.encode("utf-8", "surrogateescape")})
        stage.run("status", "--verbose")
        stage.run("diff", "--env", "x", "--format", "json")


def _assert_nowhere(stage: Stage) -> None:
    for path in stage.root.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path
