"""The cache makes nothing but time: with it, without it and with a broken one, the answer is the same."""

from __future__ import annotations

import gc
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qsys_schema.errors import SpecError
from qsys_schema.spec.load import load
from tests.command import ROOT
from tests.patience import run_to_end
from tests.spec.house import DIALECTS, HouseJudge, load_for
from tests.spec.test_right import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qsys_schema.model.schema import Schema, Table
    from qsys_schema.model.source import Source


@dataclass(slots=True)
class CountingJudge:
    """A judge that counts how often it was asked."""

    name: str = "sqlite"
    longest_name: int = 63
    asked: list[tuple[Table, ...]] = field(default_factory=list)

    def fold(self, name: str) -> str:
        """Without case."""
        return name.lower()

    def judge(self, schema: Schema) -> Sequence[tuple[Source, str]]:
        """No opinion."""
        self.asked.append(schema.tables)
        return ()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two specs."""
    specs = tmp_path / "schema"
    specs.mkdir()
    (specs / "orders.yaml").write_text(EVERYTHING, encoding="utf-8")
    (specs / "users.yaml").write_text("table: users\ncolumns:\n  id: {type: text}\n", encoding="utf-8")
    return specs


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A folder for the cache, not there yet."""
    return tmp_path / "cache"


@pytest.mark.parametrize("name", DIALECTS)
def test_warm_is_as_cold(folder: Path, cache: Path, name: str) -> None:
    """Everything is the same from the cache: values, what equality leaves out, digest and files."""
    cold = load_for(folder, name, cache)
    warm = load_for(folder, name, cache)
    assert repr(warm) == repr(cold) == repr(load_for(folder, name))


def test_unchanged_specs_are_not_judged_again(folder: Path, cache: Path) -> None:
    """The database is asked once for each state of the specs, and a changed file is noticed."""
    judge = CountingJudge()
    for _ in range(2):
        load(folder, judge, dialects=DIALECTS, cache=cache)
    assert len(judge.asked) == 1
    (folder / "users.yaml").write_text("table: users\ncolumns:\n  id: {type: uuid}\n", encoding="utf-8")
    load(folder, judge, dialects=DIALECTS, cache=cache)
    assert len(judge.asked) == 2


def test_what_is_valid_for_one_database_is_still_judged_for_another(folder: Path, cache: Path) -> None:
    """Validity is remembered for each database by itself, and not forgotten when another is asked."""
    first, second = CountingJudge(), CountingJudge(name="postgres")
    for judge in (first, second, first, second):
        load(folder, judge, dialects=DIALECTS, cache=cache)
    assert (len(first.asked), len(second.asked)) == (1, 1)


def test_an_edit_of_one_file_is_noticed(folder: Path, cache: Path) -> None:
    """The content counts, not the time: the same length and the same time of change hide nothing."""
    before = load_for(folder, cache=cache)
    users = folder / "users.yaml"
    status = users.stat()
    users.write_text(users.read_text(encoding="utf-8").replace("id:", "no:"), encoding="utf-8")
    os.utime(users, ns=(status.st_atime_ns, status.st_mtime_ns))
    after = load_for(folder, cache=cache)
    assert after.digest != before.digest
    assert [column.name for column in after.schema.tables[1].columns] == ["no"]


def test_a_renamed_file_has_another_digest_and_other_sources(folder: Path, cache: Path) -> None:
    """Names count too: a source out of the cache never points to a file that is gone."""
    before = load_for(folder, cache=cache)
    (folder / "users.yaml").rename(folder / "people.yaml")
    after = load_for(folder, cache=cache)
    assert after.digest != before.digest
    source = after.schema.tables[1].source
    assert source is not None
    assert Path(source.file).name == "people.yaml"


def test_a_problem_between_known_files_is_found(folder: Path, cache: Path) -> None:
    """Files that were valid each by itself may not be valid together."""
    load_for(folder, cache=cache)
    (folder / "again.yaml").write_bytes((folder / "users.yaml").read_bytes())
    with pytest.raises(SpecError, match="already declared"):
        load_for(folder, cache=cache)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"{}", b"abc\n{}", b"\n", b"null", b'{"key": 1}\n{"key": 1}', b"[" * 100_000]
)
def test_a_corrupt_cache_is_ignored_and_written_again(folder: Path, cache: Path, content: bytes) -> None:
    """Whatever is in the file, the specs are read anew and the cache is right afterwards."""
    cold = load_for(folder, cache=cache)
    file = cache / "spec.json"
    whole = file.read_bytes()
    file.write_bytes(content)
    assert load_for(folder, cache=cache) == cold
    assert file.read_bytes() == whole


def test_a_cache_with_one_wrong_byte_is_not_believed(folder: Path, cache: Path) -> None:
    """Its first line is the digest of the rest."""
    cold = load_for(folder, cache=cache)
    file = cache / "spec.json"
    file.write_bytes(file.read_bytes().replace(b'"users"', b'"losers"'))
    assert load_for(folder, cache=cache) == cold


def test_a_cache_of_another_version_is_not_used(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an older tool found valid has to be judged by the rules of this one."""
    judge = CountingJudge()
    load(folder, judge, dialects=DIALECTS, cache=cache)
    monkeypatch.setattr("qsys_schema.spec.load.__version__", "another")
    load(folder, judge, dialects=DIALECTS, cache=cache)
    assert len(judge.asked) == 2


def test_the_cache_is_json_and_nothing_else_is_left_behind(folder: Path, cache: Path) -> None:
    """One file, never a pickle, and no temporary file beside it."""
    load_for(folder, cache=cache)
    assert [path.name for path in cache.iterdir()] == ["spec.json"]
    assert json.loads((cache / "spec.json").read_bytes().split(b"\n", 1)[1])["valid"].keys() == {"sqlite"}


def test_a_cache_that_cannot_be_written_stops_nobody(folder: Path, tmp_path: Path) -> None:
    """A file stands where the folder would be."""
    blocked = tmp_path / "blocked"
    blocked.write_bytes(b"")
    assert load_for(folder, cache=blocked) == load_for(folder)


def test_wrong_specs_are_not_remembered(folder: Path, cache: Path) -> None:
    """The same problems come again, from the same places."""
    (folder / "users.yaml").write_text("table: users\ncolumns:\n  id: {tipe: text}\n", encoding="utf-8")
    said = []
    for _ in range(2):
        with pytest.raises(SpecError) as caught:
            load_for(folder, cache=cache)
        said.append(str(caught.value))
    assert said[0] == said[1]


def test_a_warm_start_imports_neither_yaml_nor_jsonschema(folder: Path, cache: Path) -> None:
    """What is not needed is not loaded: start-up is most of the time of a small command."""
    load_for(folder, cache=cache)
    program = (
        "import sys; from pathlib import Path; from tests.spec.house import load_for; "
        f"load_for(Path({str(folder)!r}), cache=Path({str(cache)!r})); "
        "print([name for name in ('yaml', 'jsonschema', 'difflib', 'sqlglot') if name in sys.modules])"
    )
    done = run_to_end([sys.executable, "-c", program], cwd=ROOT, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_is_as_it_was(folder: Path, *, enabled: bool) -> None:
    """It is paused while specs are read, and nobody else notices."""
    was_enabled = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        load_for(folder)
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was_enabled else gc.disable)()


def test_a_judge_without_reserved_names_is_a_judge() -> None:
    """``reserved`` is offered, not asked for."""
    assert not hasattr(CountingJudge(), "reserved")
    assert HouseJudge().reserved
