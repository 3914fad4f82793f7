"""``docs``: what the page says of a project, on both databases, and when it is stale."""

from __future__ import annotations

import html
import json
import re

import pytest

from qsys_schema.history.sums import NAME, checksum, text_of
from tests.command import Command
from tests.pipeline.desk import Desk

SHOP = """\
table: orders
description: What was bought.
columns:
  id: {type: integer, primary_key: true}
  customer: {type: integer}
  state: {type: text, enum: [OPEN, PAID], default: OPEN, description: How far it is.}
  code: {type: text, length: 20, nullable: true}
  paid_at: {type: timestamp_ms, nullable: true}
foreign_keys:
  - {name: fk_customer, columns: [customer], references: {table: customers, columns: [id]}, on_delete: cascade}
indexes:
  - {name: ix_customer, columns: [customer]}
  - {name: ix_state, columns: [state, paid_at]}
  - {name: ix_idle, columns: [code]}
checks:
  - {name: ck_code, expression: "code <> ''"}
queries:
  paid_since:
    doc: What was paid, the latest last.
    sql: SELECT * FROM orders WHERE state = 'PAID' AND paid_at >= :since ORDER BY paid_at
    returns: many
  by_id:
    sql: SELECT o.id, c.name AS who FROM orders o JOIN customers c ON c.id = o.customer WHERE o.id = :id
    returns: optional
  of_customer:
    sql: SELECT code FROM orders WHERE customer = :customer AND id = :id
    returns: optional
"""
CUSTOMERS = (
    "table: customers\ncolumns:\n  id: {type: integer, primary_key: true}\n  name: {type: text, nullable: true}\n"
)


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """A table that is renamed, a shop, and queries."""
    desk.write("schema/shop.yaml", SHOP)
    desk.write("schema/customers.yaml", CUSTOMERS)
    desk.generate("shop")
    return desk


def _page(desk: Desk, *options: str) -> str:
    desk.ok("docs", *options)
    return (desk.root / "schema.html").read_text(encoding="utf-8")


def _said(page: str, anchor: str) -> str:
    """The text of a row or another small part of the page, without its tags."""
    start = page.index(f" id={anchor}")
    end = re.compile("<tr|</table>|</li>|</article>|</ol>").search(page, start + 1)
    assert end is not None
    inner = page[page.index(">", start) + 1 : end.start()]
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", inner)).split())


def _article(page: str, anchor: str) -> str:
    start = page.index(f"<article id={anchor} ")
    return page[start : page.index("</article>", start)]


def test_an_index_is_said_to_serve_what_the_plans_say(shop: Desk) -> None:
    """A query by its name; a foreign key; nothing, in so many words. A key is served by its own index."""
    page = _page(shop)
    assert _said(page, "orders:index.ix_state") == "ix_state state, paid_at paid_since"
    assert _said(page, "orders:index.ix_idle") == "ix_idle code serves none of the named queries"
    assert "finds the rows of fk_customer" in _said(page, "orders:index.ix_customer")
    assert "of_customer" not in _said(page, "orders:index.ix_customer")
    assert {"by_id", "of_customer"} <= set(_said(page, "orders:index.primary~20key").split())
    assert "orders.by_id" in _said(page, "customers:index.primary~20key")
    assert shop.json("docs")["idle"] == ["ix_idle"]


def test_a_column_is_said_in_all_its_words(shop: Desk) -> None:
    """Its type in the specs and in the database, what it may hold, what it refers to."""
    page = _page(shop)
    native = {"sqlite": ("TEXT", "INTEGER"), "postgres": ("text", "bigint")}[shop.dialect]
    assert _said(page, "orders.state") == f"state enum {native[0]} How far it is. OPEN PAID default 'OPEN'"
    assert _said(page, "orders.customer") == f"customer FK integer {native[1]} → customers.id"
    assert _said(page, "orders.paid_at") == f"paid_at timestamp_ms null {native[1]}"
    assert "text(20) null" in _said(page, "orders.code")
    assert _said(page, "orders:key.fk_customer").endswith("customers ( id ) on delete cascade")
    assert "Referred to by" in _article(page, "customers")


def test_a_query_is_said_with_its_types(shop: Desk) -> None:
    """What goes in, what comes out and from where; a row of a table is said by the table's name."""
    page = _page(shop)
    one = " ".join(html.unescape(re.sub("<[^>]*>", " ", _article(page, "query:orders.by_id"))).split())
    assert "who text null customers.name" in one
    assert "Gives one row or none" in one
    other = _article(page, "query:orders.paid_since")
    assert "What was paid, the latest last." in other
    assert "<td><code>timestamp_ms</code>" in other
    assert "any number of rows of <a href=#orders>" in other


def test_a_history_is_told_under_todays_name(shop: Desk) -> None:
    """By each migration that changed the table, and by renames."""
    spec = "table: tasks\nrenamed_from: jobs\ncolumns:\n  id: {type: integer, primary_key: true}\n"
    spec += "  worker: {type: text, nullable: true, renamed_from: owner}\n  size: {type: integer, nullable: true}\n"
    shop.write("schema/jobs.yaml", spec)
    shop.generate("rename", "--allow", "rename-table:tasks", "--allow", "rename-column:tasks.worker")
    for gone in ("shop", "customers"):
        (shop.root / f"schema/{gone}.yaml").unlink()
    shop.generate("less", "--allow", "drop-table:orders", "--allow", "drop-table:customers")
    page = _page(shop)
    history = _article(page, "tasks").partition(">History<")[2]
    told = [
        html.unescape(one) for one in re.findall(r"(?:add|drop|change|rename) [\w ]+", re.sub("<[^>]*>", "|", history))
    ]
    assert [one.strip() for one in told] == [
        "add table jobs",
        "rename table tasks",
        "rename column worker",
        "add column size",
    ]
    assert "<code>orders</code> is gone" in page
    assert "0002.shop" in page.partition("orders</code> is gone")[2]


def test_migrations_that_cannot_be_replayed_are_said_on_the_page(shop: Desk) -> None:
    """The rest of the page is there; so it is where nobody wants the history."""
    assert "History" in _page(shop)
    page = _page(shop, "--no-history")
    assert "History" not in page
    assert "class=note" not in page
    shop.write(f"migrations/{shop.dialect}/0003.broken.sql", "-- depends: 0002.shop\nINSERT INTO nowhere VALUES (1)\n")
    shop.write(f"migrations/{shop.dialect}/0003.broken.rollback.sql", "SELECT 1\n")
    assert "not in order" in shop.ok("docs").stderr
    files = {name: content for name, content in shop.files().items() if name.endswith(".sql")}
    shop.put(files | {NAME: text_of({name: checksum(content) for name, content in files.items()}).encode()})
    assert "cannot be replayed" in shop.ok("docs").stderr
    page = (shop.root / "schema.html").read_text(encoding="utf-8")
    assert "0003.broken: statement 1 of 1 fails" in html.unescape(page)
    assert "add table orders" in page


def test_the_same_is_written_the_same_and_stale_is_said(shop: Desk) -> None:
    """Not a byte differs, and nothing is written twice; a check ends with 3 once anything changed."""
    assert shop.ok("docs").stdout == "wrote schema.html\n"
    path = shop.root / "schema.html"
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert "nothing to do" in shop.ok("docs").stdout
    assert "nothing to do" in shop.ok("docs", "--check").stdout
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    shop.write("schema/customers.yaml", CUSTOMERS + "comment: x\n".replace("comment", "description"))
    assert "stale" in shop.refused("docs", "--check", code=3)
    assert path.read_bytes() == before[0]
    assert json.loads(shop.run("docs", "--check", "--format", "json").stdout)["current"] is False


def test_a_file_of_somebody_elses_stays(shop: Desk) -> None:
    """And what cannot be written is said in words."""
    shop.write("schema.html", "<h1>mine</h1>")
    assert "was not made by" in shop.refused("docs")
    assert (shop.root / "schema.html").read_text() == "<h1>mine</h1>"
    assert "is a file" in shop.refused("docs", "--output", "schema.html/page.html")
    assert shop.ok("docs", "--output", "site/").stdout == "wrote site/index.html\n"
    assert shop.ok("docs", "--output", "site").stdout.startswith("site/index.html: nothing to do")
    assert shop.ok("docs", "--output", "-").stdout == (shop.root / "site/index.html").read_text(encoding="utf-8")
    assert "cannot be checked" in shop.refused("docs", "--output", "-", "--check", code=2)


def test_a_broken_query_is_an_error_with_its_line(shop: Desk) -> None:
    """No page is better than one that is wrong."""
    shop.write("schema/customers.yaml", CUSTOMERS.replace("name:", "title:"))
    assert "schema/shop.yaml:" in shop.refused("docs")
    assert not (shop.root / "schema.html").exists()


BOTH = """\
table: both
columns:
  id: {type: integer, primary_key: true}
  at: {type: timestamp, default: {sqlite: {expression: CURRENT_TIMESTAMP}, postgres: {expression: now()}}}
  tags: {type: json, nullable: true, storage: blob}
indexes:
  - {columns: [at], only: [sqlite]}
  - {name: ix_tags, columns: [tags], only: [postgres], using: {postgres: gin}}
queries:
  count_all: {sql: SELECT count(*) AS n FROM "both", returns: one}
"""


@pytest.fixture
def both(postgres_url: str, run_cli: Command) -> Desk:
    """A project on two databases."""
    desk = Desk(command=run_cli, dialect="postgres", url=postgres_url)
    desk.write("qsys-schema.toml", 'dialects = ["sqlite", "postgres"]\n')
    desk.write("schema/both.yaml", BOTH)
    return desk


def test_two_databases_are_told_side_by_side(both: Desk) -> None:
    """What they agree in is said once; what one of them has alone bears its name."""
    both.ok("generate", "first")
    page = _page(both)
    assert _said(page, "both.tags") == "tags json null BLOB jsonb"
    assert _said(page, "both.id") == "id PK integer INTEGER bigint"
    default = _said(page, "both.at").partition("default ")[2]
    assert re.fullmatch(r"CURRENT_TIMESTAMP SQLite · now\(\) PostgreSQL", default)
    assert _said(page, "both:index.ix_both_at").startswith("ix_both_at SQLite at")
    assert _said(page, "both:index.ix_tags").startswith("ix_tags PostgreSQL tags")
    assert page.count("SELECT</span> count(*)") == 1
    assert _article(page, "both").count("add table both") == 1
    alone = _page(both, "--dialect", "sqlite")
    assert "PostgreSQL" not in alone
    assert _said(alone, "both.tags") == "tags json null BLOB"


def test_a_server_that_is_not_there_is_said(both: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page has all that can be known without; a check does not take that for the page."""
    both.ok("generate", "first")
    monkeypatch.setattr(Desk, "environment", {"QSYS_SCRATCH_POSTGRES_URL": "postgresql://nobody:secret@127.0.0.1:1/x"})
    done = both.ok("docs")
    page = (both.root / "schema.html").read_text(encoding="utf-8")
    assert "no server could be asked" in done.stderr
    assert "PostgreSQL: no server could be asked." in page
    assert "127.0.0.1" not in page
    assert "secret" not in page + done.stderr
    assert _said(page, "both.tags") == "tags json null BLOB"
    assert "now()" in page
    assert "127.0.0.1" in both.refused("docs", "--check")
