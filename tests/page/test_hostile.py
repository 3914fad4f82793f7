"""Names and texts that mean harm, in a real browser."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from qsys_schema.page.html import one_line, visible
from tests.browser import Surfer
from tests.page import house

OURS = set(
    "HTML HEAD META TITLE LINK STYLE SCRIPT BODY A HEADER BUTTON NAV DIV LABEL INPUT KBD P UL OL LI MAIN SECTION "
    "ARTICLE H1 H2 H3 H4 SPAN CODE B I TABLE CAPTION THEAD TBODY TR TH TD DETAILS SUMMARY PRE WBR "
    "svg title desc g path rect a text".split()
)


def test_what_means_harm_is_shown_and_does_none(surfer: Surfer, bad_page: Path) -> None:
    """No script runs, no element is there but ours, and every text stands there as it was written."""
    with surfer.visit(bad_page) as visit:
        tags = Counter(visit.run("[...document.querySelectorAll('*')].map(one => one.tagName)"))
        assert set(tags) <= OURS
        assert (tags["SCRIPT"], tags["STYLE"], tags["INPUT"]) == (1, 1, 1)
        attributes = visit.run(
            "[...new Set([...document.querySelectorAll('*')].flatMap(one => one.getAttributeNames()))]"
        )
        assert not [name for name in attributes if name.startswith("on") or name in {"style", "srcdoc"}]
        shown = visit.run("document.querySelector('main').textContent")
        names = (house.TABLE, house.COLUMN, house.OTHER, house.INDEX, house.CHECK, house.TRIGGER, house.VALUE)
        assert [name for name in names if one_line(name) not in shown] == []
        assert visible(house.TEXT.split("\n\n", maxsplit=1)[0]) in shown
        assert "\u202e" not in visit.run("document.documentElement.textContent")
        visit.page.fill(".search input", house.SCRIPT)
        assert visit.page.locator("[role=option]").count() > 3
        visit.page.keyboard.press("Enter")
        assert visit.run("window.harm ?? null") is None
        visit.quiet()


@pytest.mark.parametrize("which", ["queue_page", "bad_page"])
def test_every_link_leads_somewhere(surfer: Surfer, request: pytest.FixtureRequest, which: str) -> None:
    """Every place has one name, every link inside the page a place, and a browser finds it by that name."""
    with surfer.visit(request.getfixturevalue(which)) as visit:
        ids, links = visit.run(
            "[[...document.querySelectorAll('[id]')].map(one => one.id),"
            " [...document.querySelectorAll('[href]')].map(one => one.getAttribute('href'))]"
        )
        assert [name for name, count in Counter(ids).items() if count > 1] == []
        assert {link for link in links if not link.startswith("data:")} <= {f"#{one}" for one in ids}
        missed = visit.run(
            "links => links.filter(one => { location.hash = one; return !document.querySelector(':target'); })",
            sorted({link for link in links if link.startswith("#")}),
        )
        assert missed == []
