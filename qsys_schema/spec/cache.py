"""What was read and found valid before, so that unchanged specs are neither parsed nor judged again.

One JSON file. Its first line is the digest of the rest; a file that does not match, or cannot be read or written, is as
good as none. Deleting it is always safe: it holds nothing that is not made from the specs again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from qsys_schema.spec.read import Document

_NAME = "spec.json"


@dataclass(slots=True, kw_only=True)
class Cache:
    """Documents by the digest of their bytes, and per database the digest of the last set found valid."""

    documents: dict[str, Document] = field(default_factory=dict)
    valid: dict[str, str] = field(default_factory=dict)


def load_cache(folder: Path | None, key: str) -> Cache:
    """The cache in ``folder`` if it was written under the same key (tool and shape), else an empty one."""
    if folder is None:
        return Cache()
    try:
        content = (folder / _NAME).read_bytes()
        digest, _, body = content.partition(b"\n")
        if digest.decode("ascii") != hashlib.sha256(body).hexdigest():
            return Cache()
        held = json.loads(body)
        if held["key"] != key:
            return Cache()
        return Cache(documents=held["documents"], valid=held["valid"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Cache()


def save_cache(folder: Path | None, key: str, cache: Cache) -> None:
    """Write the cache, whole or not at all; in silence when that cannot be done."""
    if folder is None:
        return
    held = {"key": key, "valid": cache.valid, "documents": cache.documents}
    with contextlib.suppress(OSError, ValueError, RecursionError):
        body = json.dumps(held, separators=(",", ":")).encode()
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f"{_NAME}.{os.getpid()}"
        try:
            temporary.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            temporary.replace(folder / _NAME)
        finally:
            temporary.unlink(missing_ok=True)
