"""The page in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser import DESK, PHONE, Surfer

WIDTHS = "[document.documentElement.scrollWidth, innerWidth]"
OPTION = "[role=option][aria-selected=true]"


def _axe(surfer: Surfer, page: Path, **settings: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    with surfer.visit(page, "#top.page", **settings) as visit:
        # What is not laid out is not looked at.
        visit.run("document.querySelectorAll('article').forEach(one => one.style.contentVisibility = 'visible')")
        visit.page.keyboard.press("/")
        visit.page.keyboard.type("state")
        found = Axe().run(visit.page)
        assert found.violations_count == 0, found.generate_report()
        assert len(found.response["passes"]) > 20
        visit.quiet()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_it_pleases_axe(surfer: Surfer, bad_page: Path, scheme: str, viewport: dict[str, int]) -> None:
    """No violation of any rule: contrast, names, roles, order of headings; also while something is found and open."""
    _axe(surfer, bad_page, color_scheme=scheme, viewport=viewport)


@pytest.mark.soak
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_whole_queue_pleases_axe(surfer: Surfer, queue_page: Path, scheme: str) -> None:
    """The same of a page of some length."""
    _axe(surfer, queue_page, color_scheme=scheme)


def test_everything_is_found_by_the_keyboard_alone(surfer: Surfer, queue_page: Path) -> None:
    """A slash, a few letters, arrows and Enter lead there; Escape leads back."""
    with surfer.visit(queue_page) as visit:
        keys = visit.page.keyboard
        keys.press("/")
        keys.type("status")
        found = visit.text(".count")
        assert visit.text("[role=status]") == found
        assert int(found.split()[0]) > 5
        assert visit.text(OPTION).startswith("jobs.status")
        keys.press("ArrowDown")
        second = visit.text(OPTION)
        assert not second.startswith("jobs.status\n")
        keys.press("ArrowUp")
        keys.press("Enter")
        visit.page.wait_for_function("document.activeElement.closest('tr')?.id === 'jobs.status'")
        assert visit.run("location.hash") == "#jobs.status"
        assert visit.run("document.querySelector('tr:target').getBoundingClientRect().top") < 800
        assert visit.text("[aria-current]") == "jobs"
        keys.press("/")
        keys.press("Escape")
        assert visit.run("[document.querySelector('.search input').value, document.activeElement.tagName]") == [
            "",
            "BODY",
        ]
        visit.quiet()


FOUND = {
    "ix_jobs_claim": "jobs:index.ix_jobs_claim",
    "find_stalled": "query:jobs.find_stalled_jobs",
    "ck_jobs_progress": "jobs:check.ck_jobs_progress",
    "0002.keep": "migration:0002~2ekeep_job_dependencies",
    "jobs_dependencies_of_new": "jobs:trigger.jobs_dependencies_of_new",
    "repeatable": "repeatable_job_schedules",
    "JOBS lock_exp": "jobs.lock_expires_at",
}


def test_the_best_comes_first(surfer: Surfer, queue_page: Path) -> None:
    """Whatever kind of thing is looked for, its name is enough."""
    with surfer.visit(queue_page) as visit:
        for typed, anchor in FOUND.items():
            visit.page.fill(".search input", typed)
            visit.page.keyboard.press("Enter")
            visit.page.wait_for_function("one => decodeURIComponent(location.hash.slice(1)) === one", arg=anchor)
            assert visit.run("document.querySelector(':target') !== null")


def test_what_is_not_there_is_not_found(surfer: Surfer, queue_page: Path) -> None:
    """And that is said."""
    with surfer.visit(queue_page) as visit:
        visit.page.fill(".search input", "nonsense<b>")
        assert visit.text("[role=status]") == "0 results"
        visit.page.keyboard.press("Enter")
        assert visit.run("location.hash") == ""
        visit.quiet()


def test_the_theme_is_chosen_and_kept(surfer: Surfer, queue_page: Path) -> None:
    """As the system has it, light, dark; and so it is the next time."""
    background = "getComputedStyle(document.body).backgroundColor"
    with surfer.visit(queue_page, color_scheme="dark") as visit:
        dark = visit.run(background)
        visit.page.click(".theme")
        assert visit.text(".theme") == "Theme: light"
        light = visit.run(background)
        assert light != dark
        visit.page.reload()
        assert (visit.run(background), visit.text(".theme")) == (light, "Theme: light")
        visit.page.click(".theme")
        assert visit.run(background) == dark


@pytest.mark.parametrize("which", ["queue_page", "bad_page"])
def test_nothing_is_wider_than_a_phone(surfer: Surfer, request: pytest.FixtureRequest, which: str) -> None:
    """The page never scrolls sideways; the contents open over it, and close behind a choice."""
    with surfer.visit(request.getfixturevalue(which), viewport=PHONE) as visit:
        visit.run("document.querySelectorAll('article').forEach(one => one.style.contentVisibility = 'visible')")
        assert visit.run(WIDTHS) == [360, 360]
        assert not visit.page.is_visible("nav")
        visit.page.click(".menu")
        assert visit.page.is_visible("nav")
        visit.page.click(".contents ul a")
        assert not visit.page.is_visible("nav")
        assert visit.run("document.querySelector('article:target') !== null")
        visit.quiet()


def test_it_is_whole_without_scripts(surfer: Surfer, queue_page: Path) -> None:
    """All is there to be read and to be led to; what would do nothing is not shown."""
    with surfer.visit(queue_page, "#jobs.status", java_script_enabled=False) as visit:
        page = visit.page
        assert not page.is_visible(".search")
        assert not page.is_visible(".theme")
        assert page.is_visible("nav >> text=repeatable_job_schedules")
        assert "Where the job is in its life." in page.locator("tr:target").inner_text()
        assert "WITH counted AS MATERIALIZED" in (page.text_content("[id='query:jobs.get_job_counts_by_status']") or "")
        visit.quiet()


def test_an_injected_script_does_not_run(surfer: Surfer, queue_page: Path, tmp_path: Path) -> None:
    """Even if escaping failed, the policy of the page would let nothing run, load or restyle."""
    harm = (
        "<script>window.harm = 1</script><img src=x onerror='window.harm = 1'><style>body{display:none}</style>"
        "<img src=https://example.org/x.png><a href='javascript:window.harm=1' id=bait>x</a>"
    )
    changed = tmp_path / "changed.html"
    changed.write_text(queue_page.read_text(encoding="utf-8").replace("<main", f"{harm}<main"), encoding="utf-8")
    with surfer.visit(changed) as visit:
        visit.page.click("#bait")
        assert visit.run("[window.harm ?? null, getComputedStyle(document.body).display]") == [None, "grid"]
        assert len([text for text in visit.said if "Content Security Policy" in text]) >= 4
        with pytest.raises(Exception, match="TrustedHTML"):
            visit.run("document.body.innerHTML = '<b>x</b>'")


def test_an_address_is_copied(surfer: Surfer, queue_page: Path) -> None:
    """Of whatever was led to; and it is said that it was."""
    with surfer.visit(queue_page, "#jobs.status", permissions=["clipboard-read", "clipboard-write"]) as visit:
        visit.page.click("tr:target .copy")
        visit.page.wait_for_function("document.querySelector('[role=status]').textContent === 'Link copied'")
        assert visit.run("navigator.clipboard.readText()").endswith("#jobs.status")


def test_the_diagram_is_zoomed_and_leads_to_its_tables(surfer: Surfer, queue_page: Path) -> None:
    """By buttons and by keys; a table that is pointed at shows what it belongs to."""
    width = "document.querySelector('.canvas svg').getBoundingClientRect().width"
    with surfer.visit(queue_page) as visit:
        whole = visit.run(width)
        visit.page.click("[data-zoom=in]")
        assert visit.run(width) == pytest.approx(whole * 1.25, rel=0.01)
        visit.page.focus(".canvas")
        visit.page.keyboard.press("0")
        assert visit.run(width) == pytest.approx(whole, rel=0.01)
        visit.page.hover(".canvas a[href='#job_dependencies'] .n")
        lit = "[...document.querySelectorAll('.canvas a.on')].map(one => one.getAttribute('href')).sort()"
        assert visit.run(lit) == ["#job_dependencies", "#jobs"]
        visit.page.click(".canvas a[href='#job_dependencies'] .n")
        assert visit.run("location.hash") == "#job_dependencies"
        visit.page.click("text=In the diagram")
        assert visit.run(width) == pytest.approx(visit.run("document.querySelector('svg').viewBox.baseVal.width"))
        assert visit.run("document.activeElement.getAttribute('href')") == "#job_dependencies"
        assert visit.run(lit) == ["#job_dependencies", "#jobs"]
        visit.quiet()


def test_a_picture_of_it_shows_something(surfer: Surfer, queue_page: Path) -> None:
    """Many colours, and not one that has it all."""
    with surfer.visit(queue_page) as visit:
        picture = visit.page.screenshot()
    assert len(picture) > 20_000


def test_it_can_be_printed(surfer: Surfer, queue_page: Path) -> None:
    """On paper there is what can be read, and nothing to press."""
    with surfer.visit(queue_page) as visit:
        visit.page.emulate_media(media="print")
        assert not visit.page.is_visible("nav")
        assert not visit.page.is_visible(".zoom")
        assert visit.page.is_visible("h1")
        assert visit.run("getComputedStyle(document.querySelector('article')).contentVisibility") == "visible"
