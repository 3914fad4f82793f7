from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.command import Command
from tests.crash.postgres_lab import Site, generate_history, owned
from tests.postgres import fresh_database

if TYPE_CHECKING:
    from tests.postgres import Connection


@pytest.mark.slow
def test_plain_yoyo_makes_the_same_and_is_believed(
    run_cli: Command, postgres_url: str, postgres_server_url: str, postgres_admin: Connection
) -> None:
    """Every kind of migration, there and back, by the plain command; we see it as applied and go on from there."""
    ours = Site(command=run_cli, url=postgres_url)
    generate_history(ours)
    ours.must("apply")
    with fresh_database(postgres_admin) as name:
        theirs = Site(command=run_cli, url=owned(postgres_server_url, name))
        theirs.yoyo("apply")
        assert theirs.state().catalog == ours.state().catalog
        assert theirs.state().applied == ours.state().applied
        assert theirs.run("status", "--exit-code").code == 0
        assert not theirs.must("apply").startswith("applied")
        theirs.must("rollback", "--steps", "2")
        ours.must("rollback", "--steps", "2")
        assert theirs.state().catalog == ours.state().catalog
        theirs.yoyo("apply")
        ours.must("apply")
        theirs.yoyo("rollback", "--revision", "0001.create")
        assert theirs.state().applied == ()
