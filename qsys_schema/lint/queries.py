"""QP: named queries that get slower as tables grow. Their plans are looked at elsewhere; here is what they mean."""

from __future__ import annotations

from qsys_schema.model.finding import Level
from qsys_schema.model.rule import Rule

QUERIES = (
    Rule(
        code="QP101",
        title="query that reads a whole table",
        why="It takes longer every day, and nobody notices until the table is large.",
        how="Add an index, or acknowledge it in the spec: acknowledge: {QP101: ten rows at most}.",
        level=Level.ERROR,
    ),
    Rule(
        code="QP102",
        title="query that sorts a backlog",
        why="It sorts everything that is there before it gives the first rows.",
        how="Add an index in that order, or acknowledge it in the spec.",
        level=Level.ERROR,
    ),
)
