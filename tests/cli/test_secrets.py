"""A password is never printed, whatever is wrong with the URL it stands in."""

from __future__ import annotations

import pytest

from tests.cli.house import Project, assert_explained

SECRET = "geheim"  # noqa: S105 - a test's own

URLS = [
    f"postgresql://u:{SECRET}@h/d",
    f"postgres://u:{SECRET}@h:notaport/d",
    f"postgresql+psycopg://u:{SECRET}@h/d",
    f"mysql://u:{SECRET}@h:3306/d?charset=utf8mb4",
    f"mariadb://u:x@{SECRET}@h/d",
    f"MYSQL://u:{SECRET}@h/d",
    f"oracle://u:{SECRET}@h/d",
    f"postgresql:/u:{SECRET}@h/d",
    f"postgresql:u:{SECRET}@h://d",
    f"u:{SECRET}@h/d",
    f"{SECRET}",
    f"sqlite://u:{SECRET}@h/d",
    f"sqlite:u:{SECRET}@h/d",
    f"postgresql://h/d?password={SECRET}",
    f"://u:{SECRET}@h",
    f" postgresql://u:{SECRET}@h/d",
    f"postgresql://u:ge/{SECRET}@h/d",
]

REACHING_OUT = frozenset(
    {
        f"postgresql://u:{SECRET}@h/d",
        f"postgresql+psycopg://u:{SECRET}@h/d",
        f"postgresql://h/d?password={SECRET}",
    }
)
"""URLs that are in order; there is no such server."""


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("way", ["option", "variable", "file"])
def test_no_way_to_give_a_url_prints_its_password(project: Project, url: str, way: str) -> None:
    """Not as text with every talk there is, and not in a file that is written."""
    arguments, environment = ["apply", "--verbose", "--debug"], {}
    if way == "option":
        arguments += ["--database", url]
    elif way == "variable":
        environment["QSYS_DATABASE_URL"] = url
    else:
        project.write("qsys-schema.toml", f'database = "{url}"\n')
    done = project.run(*arguments, environment=environment)
    # The server of a well-formed URL is not there; anything else is no URL at all.
    assert done.code == (1 if url in REACHING_OUT else 2), done
    assert SECRET not in done.stdout + done.stderr
    assert "nobody foresaw" not in done.stderr


@pytest.mark.parametrize("url", [url for url in URLS if "://" in url])
@pytest.mark.parametrize("shape", ["text", "json"])
def test_a_url_in_the_wrong_place_is_not_printed_either(project: Project, url: str, shape: str) -> None:
    """Somebody forgot the option's name: what looks like a URL is blotted out of every message."""
    for arguments in (("apply", "--database", url), ("diff", url), ("verify", url)):
        done = project.run(*arguments, "--format", shape)
        assert done.code == (1 if arguments[0] == "apply" and url in REACHING_OUT else 2)
        assert SECRET not in done.stdout + done.stderr, arguments


@pytest.mark.parametrize("url", [url for url in URLS if url.lower().startswith(("mysql", "mariadb"))])
def test_a_database_that_is_not_supported_yet_is_said_so(project: Project, url: str) -> None:
    """It is no mistake of the person who typed it."""
    done = project.run("diff", "--database", url)
    assert_explained(done, (2,))
    assert "not supported yet" in done.stderr


def test_a_url_for_a_name_is_no_name(project: Project) -> None:
    """Generate takes a name where other commands take nothing: the URL would end up in a file's name."""
    before = project.files()
    done = project.run("generate", URLS[0])
    assert_explained(done, (2,))
    assert "--database" in done.stderr
    assert SECRET not in done.stderr
    assert project.files() == before
