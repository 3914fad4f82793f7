from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import parse_qs, urlsplit, urlunsplit

import pytest

from tests.command import Command
from tests.crash.postgres_lab import ITEMS, OWNERS, Site
from tests.patience import PATIENCE_S

_COMMIT = b"COMMIT\0"


def _reached(url: str) -> tuple[socket.AddressFamily, str | tuple[str, int]]:
    parts = urlsplit(url)
    options = parse_qs(parts.query)
    host, port = parts.hostname or options["host"][0], parts.port or int(options.get("port", ["5432"])[0])
    if host.startswith("/"):
        return socket.AF_UNIX, f"{host}/.s.PGSQL.{port}"
    return socket.AF_INET, (host, port)


@contextmanager
def cutter(url: str, *, deliver: bool) -> Iterator[str]:
    """The URL of a way to the server that is cut at the first COMMIT, which still gets there if ``deliver``."""
    family, address = _reached(url)
    cut = threading.Event()
    threads: list[threading.Thread] = []
    with ExitStack() as opened:
        listener = opened.enter_context(socket.create_server(("127.0.0.1", 0)))

        def pass_on(
            client: socket.socket, server: socket.socket, silent: threading.Event, heard: threading.Event
        ) -> None:
            with suppress(OSError):
                while data := client.recv(65536):
                    if _COMMIT in data and not cut.is_set():
                        cut.set()
                        if deliver:
                            silent.set()
                            server.sendall(data)
                            # Its answer is the sign that it is done; nobody else hears of it.
                            heard.wait(PATIENCE_S)
                        break
                    server.sendall(data)
            _hang_up(client, server)

        def give_back(
            client: socket.socket, server: socket.socket, silent: threading.Event, heard: threading.Event
        ) -> None:
            with suppress(OSError):
                while data := server.recv(65536):
                    if silent.is_set():
                        heard.set()
                    else:
                        client.sendall(data)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client = opened.enter_context(listener.accept()[0])
                    server = opened.enter_context(socket.socket(family))
                    server.connect(address)
                    # Whatever becomes of the test, nobody waits here for ever.
                    opened.callback(_hang_up, client, server)
                    both = (client, server, threading.Event(), threading.Event())
                    for way in (pass_on, give_back):
                        _start(way, *both)

        def _start(work: Callable[..., None], *arguments: object) -> None:
            threads.append(threading.Thread(target=work, args=arguments, daemon=True))
            threads[-1].start()

        _start(serve)
        parts = urlsplit(url)
        login = parts.netloc.rpartition("@")[0]
        place = f"127.0.0.1:{listener.getsockname()[1]}"
        yield urlunsplit(parts._replace(netloc=f"{login}@{place}", query="sslmode=disable&gssencmode=disable"))
        _hang_up(listener)
    for thread in threads:
        thread.join(10)


def _hang_up(*ends: socket.socket) -> None:
    """Wake who waits at them; closing alone would not."""
    for one in ends:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


@pytest.mark.slow
@pytest.mark.parametrize("deliver", [True, False], ids=["committed", "never_committed"])
def test_a_connection_that_is_lost_at_commit_leaves_a_question_that_status_answers(
    run_cli: Command, postgres_url: str, deliver: bool
) -> None:
    """Nobody can tell whether the commit got there, so nothing is claimed; the next apply goes on either way."""
    site = Site(command=run_cli, url=postgres_url)
    site.write(owners=OWNERS, items=ITEMS)
    site.must("generate", "create")
    with cutter(postgres_url, deliver=deliver) as url:
        done = site.run("apply", url=url)
    assert done.code == 1, done.stderr
    assert "the connection was lost while the transaction was being committed" in done.stderr
    assert "`qsys-schema status` tells" in done.stderr
    assert "Traceback" not in done.stderr
    assert ("pending" in site.must("status")) is not deliver
    assert ("applied 0001.create" in site.must("apply")) is not deliver
    state = site.state()
    assert state.applied == state.recorded == ("0001.create",)
