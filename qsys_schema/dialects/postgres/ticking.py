"""A clock beside a driver that only waits: it calls somebody now and then, from a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_TICK_S = 0.1


@contextmanager
def ticking(callback: Callable[[], None]) -> Iterator[None]:
    """Call this every 0.1 seconds, until the block ends."""
    done = threading.Event()

    def tick() -> None:
        while not done.wait(_TICK_S):
            callback()

    thread = threading.Thread(target=tick, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
