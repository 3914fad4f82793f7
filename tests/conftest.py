"""What every test may ask for, and the rule that CI leaves nothing out."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.command import Command

pytest_plugins = ["pytester", "tests.postgres", "tests.browser"]

# Whoever starts a job in the background may have it ignore Ctrl-C, and what it starts would as well.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A timing says more about the machine than about the code; an example is printed in a form that can be replayed.
_COMMON = settings(
    deadline=None,
    print_blob=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("ci", _COMMON, max_examples=25, derandomize=True)
settings.register_profile("soak", _COMMON, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--golden``."""
    parser.addoption("--golden", action="store_true", help="rewrite the expected files of tests/cases")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be rewritten instead of compared; never in CI."""
    wanted = bool(request.config.getoption("--golden"))
    if wanted and _in_ci():
        pytest.fail("CI never rewrites expected files: run `make golden` and read the diff")
    return wanted


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The path of a SQLite file that does not exist yet."""
    return tmp_path / "test.db"


@pytest.fixture
def database_url(database: Path) -> str:
    """The URL of ``database``."""
    return f"sqlite:///{database}"


@pytest.fixture
def run_cli(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Run ``qsys-schema`` in ``tmp_path``, with a home and a cache of its own."""
    return Command(folder=tmp_path, private=tmp_path_factory.mktemp("home"))


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI, a test that skips has failed: nobody reads a list of skips. An expected failure is no skip."""
    report = yield
    if _in_ci() and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} could not run, and in CI nothing is left out: {_reason(report)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that skips itself while it is read."""
    report = yield
    if _in_ci() and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} could not run, and in CI nothing is left out: {_reason(report)}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what could not run, and why, so that a short suite is never taken for a whole one."""
    skipped = [report for report in terminalreporter.stats.get("skipped", ()) if not hasattr(report, "wasxfail")]
    if not skipped:
        return
    terminalreporter.section("could not run here")
    for report in skipped:
        terminalreporter.write_line(f"{report.nodeid}: {_reason(report)}")


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    where_and_why = report.longrepr
    return where_and_why[2] if isinstance(where_and_why, tuple) else str(where_and_why)
