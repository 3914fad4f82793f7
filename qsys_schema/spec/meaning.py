"""What must hold in specs of the right shape, table by table and across tables. Every finding, not the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qsys_schema.spec.columns import column_findings
from qsys_schema.spec.external import external_findings
from qsys_schema.spec.keys import key_findings
from qsys_schema.spec.names import name_findings
from qsys_schema.spec.partitions import partition_findings
from qsys_schema.spec.queries import query_findings
from qsys_schema.spec.references import reference_findings
from qsys_schema.spec.renames import rename_findings
from qsys_schema.spec.sqlfile import is_sql
from qsys_schema.spec.words import spec_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qsys_schema.model.schema import Schema
    from qsys_schema.spec.finding import Finding
    from qsys_schema.spec.gather import Gathered
    from qsys_schema.spec.load import Judge


def meaning(gathered: Gathered, schema: Schema, judge: Judge) -> Iterator[Finding]:
    """Everything wrong with the specs that can be told without a database."""
    yield from name_findings(schema, judge)
    documents = [
        document for file, document in gathered.documents if not is_sql(file) and spec_kind(document) == "table"
    ]
    for document, table in zip(documents, schema.tables, strict=True):
        yield from column_findings(document, table, judge.name)
        yield from key_findings(document, table, judge.name)
        yield from partition_findings(document, table, judge.name)
        yield from external_findings(document, table)
    yield from reference_findings(schema, damaged=gathered.damaged, lost=gathered.lost)
    yield from rename_findings(schema)
    yield from query_findings(gathered.documents, judge.name)
