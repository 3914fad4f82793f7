"""Which files are specs, and what is said of those that are none."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from qsys_schema.errors import SpecError, UsageError
from qsys_schema.model.source import Source
from qsys_schema.spec.limits import LARGEST_FILE, MOST_NODES
from qsys_schema.spec.load import locate
from tests.spec.house import load_for

SPEC = "table: jobs\ncolumns:\n  id: {type: text}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of specs, named as from the working directory."""
    monkeypatch.chdir(tmp_path)
    Path("schema").mkdir()
    return Path("schema")


def said_of(folder: Path) -> str:
    """Every problem of the folder."""
    with pytest.raises(SpecError) as caught:
        load_for(folder)
    return "\n".join(map(str, caught.value.problems))


def test_a_missing_folder_is_a_usage_error(folder: Path) -> None:
    """The message names the folder, and the command that makes one."""
    with pytest.raises(UsageError, match=r"no folder schema/none .*\n.*init"):
        load_for(folder / "none")


def test_a_file_instead_of_a_folder_is_a_usage_error(folder: Path) -> None:
    """Somebody named the spec itself."""
    (folder / "jobs.yaml").write_text(SPEC, encoding="utf-8")
    with pytest.raises(UsageError, match=r"schema/jobs\.yaml is a file"):
        load_for(folder / "jobs.yaml")


def test_a_folder_without_specs_is_a_problem(folder: Path) -> None:
    """An empty wish would drop every table."""
    (folder / "README.md").write_text("nothing", encoding="utf-8")
    assert said_of(folder).startswith("schema: the folder holds no table specs")


def test_files_are_named_from_the_working_directory(folder: Path) -> None:
    """However the folder was given."""
    (folder / "jobs.yaml").write_text(SPEC, encoding="utf-8")
    assert load_for(folder).files == load_for(folder.absolute()).files == ("schema/jobs.yaml",)
    assert load_for(folder).digest == load_for(folder.absolute()).digest


def test_hidden_files_and_other_files_are_left_alone(folder: Path) -> None:
    """Editors leave their own files, and people their notes."""
    (folder / "jobs.yaml").write_text(SPEC, encoding="utf-8")
    (folder / ".#jobs.yaml").symlink_to("user@host.1234")
    (folder / "queries").mkdir()
    (folder / "queries" / "notes.md").write_text("[", encoding="utf-8")
    assert load_for(folder).files == ("schema/jobs.yaml",)


def test_specs_in_a_folder_below_are_not_missed_in_silence(folder: Path) -> None:
    """Their tables would look as if somebody wanted them dropped."""
    (folder / "jobs.yaml").write_text(SPEC, encoding="utf-8")
    (folder / "more").mkdir()
    (folder / "more" / "users.yaml").write_text(SPEC, encoding="utf-8")
    assert said_of(folder).startswith("schema/more: specs are read from the folder itself")


def test_a_link_out_of_the_folder_is_refused_and_one_inside_is_read(folder: Path) -> None:
    """What a reviewer sees in the folder is what is read."""
    (folder / "jobs.yaml").write_text(SPEC, encoding="utf-8")
    (folder / "inside.yaml").symlink_to("users.txt")
    (folder / "users.txt").write_text(SPEC.replace("jobs", "users"), encoding="utf-8")
    assert len(load_for(folder).files) == 2
    Path("secret").write_text(SPEC, encoding="utf-8")
    (folder / "outside.yaml").symlink_to("../secret")
    assert said_of(folder).startswith("schema/outside.yaml: this symbolic link leads out of the folder")


def test_what_is_no_plain_file_is_refused_at_once(folder: Path) -> None:
    """A pipe would be waited on for ever."""
    os.mkfifo(folder / "pipe.yaml")
    (folder / "folder.yaml").mkdir()
    (folder / "gone.yaml").symlink_to("nowhere")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    said = said_of(folder).splitlines()
    assert [line.split(":")[0] for line in said] == [
        f"schema/{name}.yaml" for name in ("folder", "gone", "loop", "pipe")
    ]
    assert said[-1] == "schema/pipe.yaml: this is not a plain file"


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_not(folder: Path) -> None:
    """The limit is on the bytes of one file."""
    file = folder / "jobs.yaml"
    file.write_text(SPEC + "#" * (LARGEST_FILE - len(SPEC)), encoding="utf-8")
    assert load_for(folder).schema.tables
    file.write_text(SPEC + "#" * (LARGEST_FILE - len(SPEC) + 1), encoding="utf-8")
    assert said_of(folder).startswith("schema/jobs.yaml: the file is larger than 1024 KiB")


def test_a_file_of_too_many_values_is_refused_early(folder: Path) -> None:
    """A hundred thousand wrong values would be as many messages."""
    (folder / "jobs.yaml").write_text(SPEC + f"indexes: [{'1,' * MOST_NODES}]", encoding="utf-8")
    assert said_of(folder).count("\n") == 1
    assert "more than 100000 values" in said_of(folder)


def test_a_generated_text_that_never_closes_is_read_in_a_moment(folder: Path) -> None:
    """Looking for names in an expression takes time in proportion to its length."""
    text = "'" * 100_001 + "[" * 100_000 + "/*" * 100_000
    (folder / "jobs.yaml").write_text(f'{SPEC}  made: {{type: text, generated: "a{text}"}}\n', encoding="utf-8")
    begun = time.monotonic()
    assert load_for(folder).schema.tables
    assert time.monotonic() - begun < 60


def test_a_file_name_that_is_no_text_can_be_reported(folder: Path) -> None:
    """A name of any bytes is printed, never a crash of its own."""
    try:
        (folder / os.fsdecode(b"caf\xe9.yaml")).write_text("[", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes names of text only")
    said_of(folder).encode()


def test_a_source_is_located_by_its_key(folder: Path) -> None:
    """The line of the key of a mapping, or of the item of a list."""
    file = folder / "jobs.yaml"
    file.write_text(
        f"# first\n{SPEC}indexes:\n  - columns: [id]\n  -\n    columns: [id]\n    name: two\n", encoding="utf-8"
    )
    name = "schema/jobs.yaml"
    lines = {
        ("table",): 2,
        ("columns", "id"): 4,
        ("indexes", 0): 6,
        ("indexes", 1): 8,
        ("indexes", 1, "name"): 9,
        ("indexes", 1, "where"): 8,
    }
    assert {path: locate(Source(file=name, path=path)) for path in lines} == {
        path: f"{name}:{line}" for path, line in lines.items()
    }


def test_a_source_is_located_anew_when_its_file_changed(folder: Path) -> None:
    """Remembered lines are those of the file as it is."""
    file = folder / "jobs.yaml"
    source = Source(file="schema/jobs.yaml", path=("columns", "id"))
    file.write_text(SPEC, encoding="utf-8")
    assert locate(source) == "schema/jobs.yaml:3"
    file.write_text(f"\n\n{SPEC}", encoding="utf-8")
    assert locate(source) == "schema/jobs.yaml:5"


@pytest.mark.parametrize("source", [Source(file="none.yaml", path=("a",)), Source(file="schema"), Source(file="\0")])
def test_a_source_that_cannot_be_located_is_its_file(folder: Path, source: Source) -> None:
    """Showing a line never fails."""
    assert folder.is_dir()
    assert locate(source) == source.file
