"""The pictures of the page that the documentation shows: ``python -m tests.page.pictures``.

They are drawn by the machine's own browser, with the fonts that are there; Inter and JetBrains Mono look best.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser import program
from tests.command import ROOT

FOLDER = ROOT / "docs" / "images"

DESK = {"viewport": {"width": 1360, "height": 960}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}

PICTURES: dict[str, tuple[str, dict[str, Any]]] = {
    "page-light": ("", DESK | {"color_scheme": "light"}),
    "page-dark": ("#jobs:index.ix_jobs_status_lock_expires_at", DESK | {"color_scheme": "dark"}),
    "page-phone": ("#jobs.status", PHONE | {"color_scheme": "light"}),
}
"""Where each picture looks, and with which window."""


def take(page: Path) -> None:
    """Take every picture of a page."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program())
        for name, (anchor, settings) in PICTURES.items():
            context = browser.new_context(reduced_motion="reduce", **settings)
            window = context.new_page()
            window.goto(page.as_uri() + anchor)
            window.wait_for_timeout(300)
            window.screenshot(path=FOLDER / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "schema.html"
        write = [sys.executable, "-m", "qsys_schema", "docs", "--title", "The queue", "--output", str(made)]
        subprocess.run(write, cwd=ROOT, check=True)
        take(made)
