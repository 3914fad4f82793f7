"""``python -m tests.docs.reference``: writes docs/reference from the code."""

from __future__ import annotations

import sys

from tests.docs.reference.pages import FOLDER, pages


def main() -> None:
    """Write every page that is not as it would be written."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"wrote docs/reference/{name}\n")


if __name__ == "__main__":
    main()
