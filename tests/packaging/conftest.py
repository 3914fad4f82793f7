"""The package as users get it: built from the sources, and installed where nothing of the repository is."""

from __future__ import annotations

import re
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.command import ROOT, Finished
from tests.patience import run_to_end

NAME = "qsys-schema"
_SOURCES = ("qsys_schema", "pyproject.toml", "README.md", "LICENSE", "MANIFEST.in")


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The two files that are published, and the sources that they were made of."""

    sources: Path
    wheel: Path
    archive: Path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build both as pip does, in a copy: building leaves its traces."""
    sources = tmp_path_factory.mktemp("sources") / NAME
    sources.mkdir()
    for name in _SOURCES:
        here = ROOT / name
        if here.is_dir():
            shutil.copytree(here, sources / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(here, sources / name)
    # What an editable installation and tests leave behind is not to find its way into the package.
    (sources / "tests").mkdir()
    (sources / "tests" / "test_it.py").write_text("def test_it(): ...\n", encoding="utf-8")
    out = tmp_path_factory.mktemp("dist")
    code = (
        "import sys; from setuptools import build_meta as build\n"
        "place = sys.argv[1]; build.build_sdist(place); build.build_wheel(place)"
    )
    done = run_to_end([sys.executable, "-c", code, str(out)], cwd=sources)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,), (archive,) = out.glob("*.whl"), out.glob("*.tar.gz")
    return Built(sources=sources, wheel=wheel, archive=archive)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """An environment with the wheel and what it says it needs, and a folder to work in."""

    python: Path
    site: Path
    folder: Path

    def run(self, *arguments: str, **environment: str) -> Finished:
        """Run Python there, with nothing of ours in its environment."""
        kept = {"PATH": str(self.python.parent), "HOME": str(self.folder), "QSYS_CACHE_DIR": str(self.folder / "cache")}
        done = run_to_end(
            [self.python, "-I", *arguments],
            cwd=self.folder,
            env={**kept, "PYTHONUTF8": "1", "NO_COLOR": "1", **environment},
        )
        return Finished(code=done.returncode, stdout=done.stdout, stderr=done.stderr)

    def qsys(self, *arguments: str) -> Finished:
        """Run the command as it is installed."""
        return self.run("-m", "qsys_schema", *arguments)

    def ok(self, *arguments: str) -> str:
        """Run a command that must end with 0; its result."""
        done = self.qsys(*arguments)
        assert done.code == 0, (arguments, done)
        return done.stdout

    def give(self, *names: str) -> None:
        """Install more distributions."""
        for name in names:
            _lay(distribution(name), self.site)


@pytest.fixture(scope="session")
def environment(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment without pip, which needs no network: what is needed is linked from ours, and nothing else."""
    place = tmp_path_factory.mktemp("installed") / "environment"
    run_to_end([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    python, site = _places(place)
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "--quiet"]
    run_to_end([*pip, "--disable-pip-version-check", str(built.wheel)], check=True)
    for needed in needed_by(NAME):
        _lay(needed, site)
    return place


@pytest.fixture
def installed(environment: Path, tmp_path: Path) -> Installed:
    """That environment, and an empty folder."""
    python, site = _places(environment)
    return Installed(python=python, site=site, folder=tmp_path)


def _places(environment: Path) -> tuple[Path, Path]:
    """Its Python, and the folder of what is installed."""
    paths = sysconfig.get_paths(scheme="venv", vars={"base": str(environment), "platbase": str(environment)})
    return Path(paths["scripts"]) / "python", Path(paths["purelib"])


def needed_by(name: str, *extras: str, known: dict[str, Distribution] | None = None) -> Iterator[Distribution]:
    """Everything that a distribution with these extras needs, as pip would find it, itself left out."""
    seen = {} if known is None else known
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        marker = requirement.marker
        if marker is not None and not any(marker.evaluate({"extra": extra}) for extra in (*extras, "")):
            continue
        key = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if key not in seen and key != NAME:
            seen[key] = distribution(requirement.name)
            yield seen[key]
            yield from needed_by(requirement.name, *requirement.extras, known=seen)


def _lay(there: Distribution, site: Path) -> None:
    """Link what a distribution has at the top of its folder."""
    names = {path.parts[0] for path in there.files or () if path.parts[0] not in {"..", "__pycache__"}}
    for name in names:
        source = Path(str(there.locate_file(name)))
        if not (site / name).exists():
            (site / name).symlink_to(source)
