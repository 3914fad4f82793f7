"""A browser for the tests: the machine's own Chromium, for one file of tests at a time.

``QSYS_TEST_CHROMIUM`` names another program. It is closed before tests of another file begin: while it is open, its
driver has an event loop in this thread, where others then cannot start theirs.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A page that is open; what it said on the console, and whatever it asked for beside its own file."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def run(self, script: str, argument: Any = None) -> Any:
        """What a script gives; scripts of a test are not bound by the page's own rules."""
        return self.page.evaluate(script, argument)

    def text(self, selector: str) -> str:
        """The text of the first element."""
        return self.page.locator(selector).first.inner_text()

    def quiet(self) -> None:
        """Nothing went wrong, and nothing was asked for."""
        assert (self.said, self.asked) == ([], [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Surfer:
    """Opens files."""

    browser: Browser

    @contextmanager
    def visit(self, file: Path, anchor: str = "", **settings: Any) -> Iterator[Visit]:
        """Open a file in a window of its own; ``settings`` are Playwright's."""
        context = self.browser.new_context(**{"viewport": DESK, "reduced_motion": "reduce"} | settings)
        try:
            page = context.new_page()
            visit = Visit(page=page)
            page.on("console", lambda message: visit.said.append(message.text))
            page.on("pageerror", lambda error: visit.said.append(str(error)))
            address = file.as_uri()
            page.on(
                "request",
                lambda request: (
                    None
                    if request.url.split("#")[0] == address or request.url.startswith("data:")
                    else visit.asked.append(request.url)
                ),
            )
            page.goto(address + anchor)
            yield visit
        finally:
            context.close()


def program() -> str | None:
    """The browser to use; None where there is none."""
    return os.environ.get("QSYS_TEST_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)


@pytest.fixture(scope="module")
def surfer() -> Generator[Surfer]:
    """A browser. Skips where there is none."""
    found = program()
    if found is None:
        pytest.skip("no Chromium is installed (Debian and Ubuntu: chromium); or set QSYS_TEST_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found)
        yield Surfer(browser=browser)
        browser.close()
