"""The page of the configuration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from qsys_schema.config import policy
from qsys_schema.config.environments import RULES
from qsys_schema.config.secret import WORDS
from qsys_schema.config.settings import _KEYS, Settings
from qsys_schema.model.policy import COMMENTED, NAMED
from tests.docs.reference.markdown import block, code, page, plain, table, value

_EXAMPLE = """\
[tool.qsys-schema]
database = "sqlite:///app.db"
dialects = ["sqlite", "postgres"]
repositories = "app/repositories"

[tool.qsys-schema.lint]
levels = {LT111 = "off"}
naming = {table = "[a-z_]+"}

[tool.qsys-schema.environments.production]
database = {variable = "PRODUCTION_URL"}
production = true
forbid = ["DS102"]
"""

_VARIABLES = {
    "QSYS_DATABASE_URL": "the database, where neither `--database` nor `--env` names one",
    "QSYS_SCRATCH_POSTGRES_URL": "a server where scratch databases may be made; otherwise the database's own, or one "
    "that is started from the binaries on the machine",
    "QSYS_CACHE_DIR": "where compiled specs are kept; otherwise `qsys-schema` in `$XDG_CACHE_HOME`, or in `~/.cache`",
    "QSYS_LOCK_TIMEOUT": "seconds that `apply` waits for others who are at work; otherwise 60",
    "NO_COLOR, CLICOLOR, CLICOLOR_FORCE, FORCE_COLOR": "colours, and tables with them; `--color` goes first",
    "COLUMNS": "how wide a terminal is, where it does not say so itself",
}


def settings() -> str:
    """The page."""
    defaults = {one.name: one.default for one in fields(Settings)}
    return page(
        "Settings",
        "They stand in `[tool.qsys-schema]` of `pyproject.toml`, or without that heading in `qsys-schema.toml`, which "
        "goes first. The order is option, environment variable, file, default. Unknown keys are errors.\n",
        block("toml", _EXAMPLE),
        "## Keys\n",
        table(("key", "takes", "without it"), _keys(defaults)),
        f"Where a text is secret, a table says where it is to be had: {code(WORDS)}. A password is never printed.\n",
        "## Keys of an environment\n",
        "Every key above but `environments`, for those who ask by `--env NAME`, and:\n",
        table(("key", "takes"), ((code(name), plain(words)) for name, (_, words) in RULES.items())),
        "## Keys of `lint`\n",
        table(("key", "takes"), _lint()),
        "## Environment variables\n",
        table(("variable", "says"), ((code(name), text) for name, text in _VARIABLES.items())),
    )


def _keys(defaults: dict[str, object]) -> Iterator[tuple[str, str, str]]:
    for name, (_, words) in _KEYS.items():
        default = defaults.get(name)
        yield code(name), plain(words), value(default) if isinstance(default, str) and default else ""


def _lint() -> Iterator[tuple[str, str]]:
    words = {
        "levels": "a table from code to level: `error`, `warning`, `note` or `off`",
        "naming": f"a table from kind to regular expression, which a name has to match: {', '.join(map(code, NAMED))}",
        "require_comments": f"a list of what has to have a description: {', '.join(map(code, COMMENTED))}",
        "forbid_types": "a list of types that no new column may have",
        "ignore": "a list of patterns of migrations that are not looked at",
    }
    for name in policy._KEYS:
        yield code(name), words[name]
