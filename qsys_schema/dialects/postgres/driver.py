"""The driver is an extra: what works without it is not stopped by its absence."""

from __future__ import annotations

from importlib import import_module

from qsys_schema.errors import DatabaseUnavailable


def require_driver() -> None:
    """Raise DatabaseUnavailable where psycopg is not installed, or finds no libpq."""
    try:
        import_module("psycopg")
    except ImportError as error:
        reason = "is not installed" if isinstance(error, ModuleNotFoundError) else "does not load: " + _first(error)
        raise DatabaseUnavailable(
            f"PostgreSQL's driver, psycopg, {reason}", hint="pip install 'qsys-schema[postgres]' brings it, with libpq"
        ) from error


def _first(error: ImportError) -> str:
    return str(error).strip().partition("\n")[0]
