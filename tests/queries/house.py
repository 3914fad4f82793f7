"""A small project for the tests of queries: a shop's two tables and a view, and the queries of one file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from qsys_schema.config import Settings, read_settings
from qsys_schema.model.query import Among, CheckedQuery, Order, Piece, Use, When, Words
from qsys_schema.pipeline.project import Project, open_project
from qsys_schema.queries.values import words_of

HERE = Path(__file__).parent


def settings_of(folder: Path, database: str = "") -> Settings:
    """The settings of the project in a folder, with nothing of the environment."""
    return read_settings(
        environment="", database=database, schema=str(folder / "schema"), migrations=str(folder / "migrations")
    )


def shop(folder: Path, *queries: Path) -> None:
    """Make the project, with these files of queries: SQL as it is, a spec as one more table."""
    shutil.copytree(HERE / "schema", folder / "schema", dirs_exist_ok=True)
    (folder / "schema" / "queries").mkdir(exist_ok=True)
    for path in queries:
        place = folder / "schema" / "queries" if path.suffix == ".sql" else folder / "schema"
        shutil.copyfile(path, place / path.name)


def project_in(folder: Path, database: str = "", dialect: str = "") -> Project:
    """The project, opened."""
    return open_project(settings_of(folder, database), lambda _: None, dialect=dialect)


def told(query: CheckedQuery) -> Iterator[str]:
    """What is known of a query, line by line."""
    yield f"{query.query.label} -> {query.query.returns}" + (f" of {query.whole}" if query.whole else "")
    for one in query.parameters:
        words = ["list of"] if one.repeated else []
        words += [words_of(one.type)]
        words += ["or NULL"] if one.nullable else []
        words += ["if wanted"] if one.optional else []
        words += [f"like {one.origin.table}.{one.origin.column}"] if one.origin is not None else []
        yield f"  :{one.name} {' '.join(words)}"
    for column in query.columns:
        words = [words_of(column.type)]
        words += ["or NULL"] if column.nullable else []
        words += [f"from {column.origin.table}.{column.origin.column}"] if column.origin is not None else []
        words += ["as an exact number"] if column.comes_as is not None else []
        yield f"  {column.name} {' '.join(words)}"
    yield f"  = {''.join(map(_mark, query.pieces))}"


def _mark(piece: Piece) -> str:
    match piece:
        case Words(text=text):
            return " ".join(text.split("\n"))
        case Use(name=name):
            return f"<{name}>"
        case Among(name=name, negated=negated):
            return f"<{'not ' if negated else ''}in {name}>"
        case When(names=names, pieces=pieces):
            return f"[{', '.join(names)}: {''.join(map(_mark, pieces))}]"
        case Order():
            return "<order>"
