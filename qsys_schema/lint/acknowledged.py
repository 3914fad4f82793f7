"""AK: acknowledgements that say nothing. Found last, when it is known what there was to acknowledge."""

from __future__ import annotations

from qsys_schema.model.finding import Level
from qsys_schema.model.rule import Example, Rule

_JOBS = "CREATE TABLE jobs (id integer PRIMARY KEY, owner varchar(20));"
_DROP = "ALTER TABLE jobs DROP COLUMN owner;"
_GOOD = f"-- qsys:allow DS103 jobs.owner: nobody has read it since March\n{_DROP}"

WITHOUT_REASON, STALE, UNREADABLE = "AK101", "AK102", "AK103"

ACKNOWLEDGED = (
    Rule(
        code=WITHOUT_REASON,
        title="acknowledgement without a reason",
        why="It does not count: in a year nobody knows why it was right.",
        how="Write the reason behind a colon: -- qsys:allow DS103 jobs.owner: moved to owners in 0012",
        level=Level.ERROR,
        examples=(Example(setup=_JOBS, bad=f"-- qsys:allow DS103 jobs.owner\n{_DROP}", good=_GOOD, also=("DS103",)),),
    ),
    Rule(
        code=STALE,
        title="acknowledgement of what is not there",
        why="Nothing of the kind is found in this migration: it was changed since, or the name is spelled otherwise.",
        how="Take the line out, or write the name as the finding prints it.",
        level=Level.WARNING,
        examples=(Example(setup=_JOBS, bad=f"{_GOOD}\n-- qsys:allow DS103 jobs.id: gone", good=_GOOD),),
    ),
    Rule(
        code=UNREADABLE,
        title="acknowledgement that nobody can read",
        why="It names no code that there is.",
        how="Write it so: -- qsys:allow DS103 jobs.owner: moved to owners in 0012",
        level=Level.ERROR,
        examples=(Example(setup=_JOBS, bad=f"{_GOOD}\n-- qsys:allow everything: it is fine", good=_GOOD),),
    ),
)
