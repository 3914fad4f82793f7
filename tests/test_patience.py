"""What hangs is ended, and says where it hung: nobody can ask a machine of CI afterwards."""

from __future__ import annotations

import sys

import pytest

from tests import patience

_HANGS = "import time\nprint('so far', flush=True)\ntime.sleep(600)"
_CHILD_HANGS = """
import subprocess, sys
print("so far", flush=True)
subprocess.run([sys.executable, "-c", "import time; time.sleep(30)"])
"""


@pytest.mark.soak
@pytest.mark.parametrize("code", [_HANGS, _CHILD_HANGS], ids=["alone", "with a child"])
def test_a_hang_is_told_with_what_was_said_and_where_it_stands(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a child of it keeps the pipe open."""
    monkeypatch.setattr(patience, "PATIENCE_S", 6.0)
    monkeypatch.setattr(patience, "_LAST_WORDS_S", 3.0)
    with pytest.raises(AssertionError, match="hangs") as told:
        patience.run_to_end([sys.executable, "-c", code])
    assert 'File "<string>"' in str(told.value)
    assert "\nso far\n" in str(told.value)


def test_a_failure_is_told_with_what_was_said() -> None:
    """Where an exit code of 0 was asked for."""
    with pytest.raises(AssertionError, match="ended with 3:\nwhy"):
        patience.run_to_end([sys.executable, "-c", "import sys\nsys.stderr.write('why')\nsys.exit(3)"], check=True)


def test_what_never_comes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """In words."""
    monkeypatch.setattr(patience, "PATIENCE_S", 0.1)
    with pytest.raises(AssertionError, match="no bus"):
        patience.until(lambda: False, "no bus")
