"""No command shows a password, wherever a URL holds it and whatever goes wrong: in no stream, and in no file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote, quote_plus

import pytest

from tests.cli.house import COMMANDS
from tests.command import Command
from tests.pipeline.desk import Desk

PARTS = ("ge#heim", "tür", "paß%41wort", "kenn/wort", "sesam?öffne", "dich@jetzt", "a:b{c}", "'\"$x", "<i>&amp;")
SECRET = "".join(PARTS)
SHOWN = {*PARTS, SECRET, quote(SECRET), quote(SECRET, safe=""), quote_plus(SECRET), repr(SECRET)[1:-1]}
SHOWN |= {quote(part, safe="") for part in PARTS} | {"heim", "wort", "sesam", "jetzt"}
"""What nobody may read, as URLs and Python spell it; pieces of it too, as a half-read URL would show them."""

GOOD = quote(SECRET, safe="")
SERVER = "127.0.0.1:1"

URLS = {
    "refused": f"postgresql://ann:{GOOD}@{SERVER}/shop",
    "refused, as a parameter": f"postgresql://{SERVER}/shop?user=ann&password={GOOD}",
    "for a key": f"postgresql://ann@{SERVER}/shop?sslpassword={GOOD}",
    "no such socket": f"postgresql://ann:{GOOD}@/shop?host=/nowhere",
    "a parameter that is none": f"postgresql://ann:{GOOD}@{SERVER}/shop?nonsense=1",
    "raw": f"postgresql://ann:{SECRET}@{SERVER}/shop",
    "raw, with a slash": f"postgresql://ann:12/kenn/wort@{SERVER}/shop",
    "raw, with a question mark": f"postgresql://ann:12?sesam?öffne@{SERVER}/shop",
    "raw, with a hash": f"postgresql://ann:12#ge#heim@{SERVER}/shop",
    "raw, with two": f"postgresql://ann:dich@jetzt@{SERVER}/shop",
    "raw, with a percent sign": f"postgresql://ann:paß%41wort%zz@{SERVER}/shop",
    "a port that is none": f"postgresql://ann:{GOOD}@127.0.0.1:kenn/shop",
    "a wrong scheme": f"postgresq://ann:{GOOD}@{SERVER}/shop",
    "half a scheme": f"postgresql:/ann:{GOOD}@{SERVER}/shop",
    "no scheme": f"ann:{GOOD}@{SERVER}/shop",
    "nothing else": SECRET,
    "another database": f"mysql://ann:{GOOD}@{SERVER}/shop",
    "a file": f"sqlite://ann:{GOOD}@{SERVER}/shop.db",
}

WANTED: Mapping[str, tuple[str, ...]] = {
    "init": ("somewhere",),
    "verify": ("0001.first",),
    "rebase": ("0001.first",),
    "squash": ("--to", "0001.first"),
    "completion": ("bash",),
    "docs": ("--output", "page.html"),
    "generate": ("more",),
    "status": ("--exit-code",),
}
"""What a command cannot do without, or what makes it do more."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A project that has more to do than is done, with migrations for both databases."""
    run = Command(folder=tmp_path_factory.mktemp("project"), private=tmp_path_factory.mktemp("home"))
    made = Desk(command=run, dialect="sqlite", url="sqlite:///desk.db")
    made.spec()
    made.generate("first")
    folder = made.root / "migrations" / "postgres"
    folder.mkdir()
    for path in made.folder.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    made.spec("note: {type: text, nullable: true}")
    return made


def told(text: str) -> set[str]:
    """What of the secret a text holds."""
    return {word for word in SHOWN if word in text}


def written(desk: Desk) -> Iterator[tuple[str, str]]:
    """Every file of the project, of its home and of its cache."""
    for folder in (desk.root, desk.command.private):
        for path in folder.rglob("*"):
            if path.is_file() and path.name != "qsys-schema.toml":
                yield str(path), path.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_shows_a_password(desk: Desk, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """By option, variable and file, as text and as JSON, with all the talk there is and with Python's tracebacks."""
    monkeypatch.setenv("PGPASSWORD", SECRET)
    settings = desk.root / "qsys-schema.toml"
    for number, (name, url) in enumerate(URLS.items()):
        monkeypatch.setenv("QSYS_SCRATCH_POSTGRES_URL", url)
        settings.write_text('dialects = ["postgres"]\n', encoding="utf-8")
        arguments = [
            command,
            *WANTED.get(command, ()),
            "--verbose",
            "--debug",
            "--format",
            ("text", "json")[number % 2],
        ]
        monkeypatch.delenv("QSYS_DATABASE_URL", raising=False)
        if number % 3 == 0:
            monkeypatch.setenv("QSYS_DATABASE_URL", url)
        elif number % 3 == 1:
            arguments += ["--database", url]
        else:
            monkeypatch.setenv("SHOP_URL", url)
            settings.write_text('dialects = ["postgres"]\ndatabase = {variable = "SHOP_URL"}\n', encoding="utf-8")
        done = desk.run(*arguments)
        said = done.stdout + done.stderr
        assert not told(said), (name, said)
        assert "nobody foresaw" not in said, (name, said)
        assert done.code in {0, 1, 2, 3}, (name, done)
    found = {path: told(text) for path, text in written(desk)}
    assert not {path: words for path, words in found.items() if words}


def test_the_net_below_holds_what_a_message_would_let_through() -> None:
    """A password that is known is blotted out wherever it stands, and a word that everybody may read is not."""
    from qsys_schema.model.concealed import conceal, conceal_url, without

    conceal_url("postgresql://ann:hush%2Fhush@h/d")
    assert without("as hush/hush, as hush%2Fhush") == "as ***, as ***"
    conceal_url("postgresql://postgres:postgres@h/d?password=third-one")
    assert without("migrations/postgres, third-one") == "migrations/postgres, ***"
    conceal("short")
    assert without("short") == "short"
