"""What a project says of itself, in its configuration file, its environment and on the command line."""

from __future__ import annotations

from qsys_schema.config.portable import require_portable
from qsys_schema.config.settings import DEFAULTS, Settings, environment_names, read_settings

__all__ = ["DEFAULTS", "Settings", "environment_names", "read_settings", "require_portable"]
