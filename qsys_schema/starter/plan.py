"""The files of a new project: what each is for, what it holds, and what happens where it is there already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qsys_schema.starter.template import filled, has_template

HOSTS = ("github", "gitlab")
"""Where continuous integration may run."""

SIDE_MAKEFILE = "qsys-schema.mk"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file: its path in the project and its text.

    ``lines``: where the file is there, the lines of the text that it lacks are put at its end. ``instead``: where it is
    there, this file is written in its place, and ``then`` says how to use it. ``remade``: it is nobody's to edit, and
    written anew where it is another.
    """

    path: str
    text: str
    lines: bool = False
    instead: str = ""
    then: str = ""
    remade: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a project is to be. ``database`` is the URL in its settings, empty where it comes from elsewhere.

    ``dialects`` are the project's databases, the first of them the one that is worked on; ``editor_schema`` is the text
    of the editors' JSON Schema, ``editor_file`` its name in the folder of specs, and ``editors`` the lines of a spec
    that lead there. ``has_makefile``: there is one of somebody else's. ``has_specs``: tables are declared
    already, so no example is needed. ``has_settings``: they stand elsewhere.
    """

    name: str
    version: str
    database: str
    dialects: Sequence[str]
    hosts: Sequence[str]
    editor_schema: str
    editor_file: str
    editors: str
    schema: str = "schema"
    migrations: str = "migrations"
    has_makefile: bool = False
    has_specs: bool = False
    has_settings: bool = False


def files(wishes: Wishes) -> tuple[File, ...]:
    """Everything that ``init`` writes, in the order in which a person would read it."""
    return tuple(_files(wishes, _values(wishes)))


def _values(wishes: Wishes) -> dict[str, str]:
    make = f"make -f {SIDE_MAKEFILE}" if wishes.has_makefile else "make"
    listed = ", ".join(f'"{name}"' for name in wishes.dialects)
    checks = [f"\t@$(QSYS) check --dialect {name}" for name in wishes.dialects]
    lint = 'qsys-schema lint --dialect {0} --since-git "$BASE"{1} || failed=1'
    return {
        "name": wishes.name,
        "version": wishes.version,
        "database": wishes.database,
        "dialects": listed,
        "extras": ",".join(wishes.dialects),  # each database's driver is an extra of its name
        "first": wishes.dialects[0],
        "schema": wishes.schema,
        "migrations": wishes.migrations,
        "editor_schema": wishes.editor_file,
        "editors": wishes.editors,
        "make": make,
        "checks": "\n".join(checks),
        "lints": "\n".join(lint.format(name, "") for name in wishes.dialects),
        "lints_for_github": "\n".join(lint.format(name, " --format github") for name in wishes.dialects),
        "folders": f"{wishes.schema}|{wishes.migrations}",
        "specs": f"{wishes.schema}/**",
        "scripts": f"{wishes.migrations}/**",
    }


def _files(wishes: Wishes, values: Mapping[str, str]) -> Iterator[File]:
    settings = "settings.toml" if wishes.database else "settings_without_database.toml"
    if not wishes.has_settings:
        yield File(path="qsys-schema.toml", text=filled(settings, values))
    if not wishes.has_specs:
        yield File(path=f"{wishes.schema}/notes.yaml", text=filled("notes.yaml", values))
    yield File(path=f"{wishes.schema}/{wishes.editor_file}", text=wishes.editor_schema, remade=True)
    yield File(path="requirements-qsys.txt", text=filled("requirements.txt", values))
    yield File(
        path="Makefile",
        text=filled("Makefile", values),
        instead=SIDE_MAKEFILE,
        then=f"`make -f {SIDE_MAKEFILE} migrate` works at once; with `include {SIDE_MAKEFILE}` at the end of the "
        "Makefile, `make migrate` does, unless it has such a target",
    )
    yield File(
        path="README.md",
        text=filled("README.md", values),
        instead=f"{wishes.schema}/README.md",
        then="it says how this is worked with",
    )
    yield File(path=".gitignore", text=filled("gitignore", values), lines=True)
    yield File(path=".gitattributes", text=filled("gitattributes", values), lines=True)
    yield File(path=".editorconfig", text=filled("editorconfig", values))
    yield File(
        path=".vscode/settings.json",
        text=filled("vscode.json", values),
        then=f'it lacks "yaml.schemas": {{"./{wishes.schema}/{wishes.editor_file}": "{wishes.schema}/*.yaml"}}',
    )
    yield File(
        path=".pre-commit-config.yaml",
        text=filled("pre-commit.yaml", values),
        instead=".pre-commit-config.qsys.yaml",
        then="put its hook into .pre-commit-config.yaml",
    )
    for host in wishes.hosts:
        yield from _of_host(host, wishes, values)


def _of_host(host: str, wishes: Wishes, values: Mapping[str, str]) -> Iterator[File]:
    every = {**values}
    for part in ("services", "variables"):
        names = [f"{host}/{part}.{name}.yml" for name in wishes.dialects]
        every[part] = "".join(filled(name, values) for name in names if has_template(name))
    if host == "github":
        yield File(path=".github/workflows/qsys-schema.yml", text=filled("github/check.yml", every))
        yield File(path=".github/workflows/qsys-schema-review.yml", text=filled("github/review.yml", every))
    else:
        yield File(
            path=".gitlab-ci.yml",
            text=filled("gitlab/check.yml", every) + filled("gitlab/review.yml", every),
            instead=".gitlab/qsys-schema.yml",
            then="add `include: [{local: .gitlab/qsys-schema.yml}]` to .gitlab-ci.yml",
        )
