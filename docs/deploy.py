"""A deploy step: bring the database to the newest migration, or say why not, with an exit code for the pipeline.

QSYS_DATABASE_URL=postgresql://… python deploy.py FOLDER
"""

from __future__ import annotations

import logging
import sys
import time

from qsys_schema import Project, api, errors

TRIES = 5
PAUSE_S = 2.0

log = logging.getLogger("deploy")


def progress(event: api.Event) -> None:
    """Say which statement begins, and what is done; that one still runs is not worth a line."""
    if event.finished:
        log.info("%s is done, %s to go", event.migration, event.left)
    elif not event.running:
        log.info("%s: statement %s of %s: %s", event.migration, event.number, event.total, event.first_line)


def applied(project: Project) -> tuple[str, ...]:
    """Apply what is pending. Others may hold what is needed for a moment: nothing of such a try is kept."""
    for left in reversed(range(TRIES)):
        try:
            return project.apply(observe=progress)
        except errors.DatabaseBusy as error:
            if not left:
                raise
            log.warning("%s; %s tries left", error.what, left)
            time.sleep(PAUSE_S)
    return ()


def deploy(folder: str) -> int:
    """The exit code: 0, or the one that the command line would end with."""
    try:
        project = Project.open(folder)
        before = project.status()
        if before.migrations.edited or before.migrations.unknown or before.drift:
            log.error("the database is not as its migrations made it: %s", before)
            return 1
        for one in applied(project):
            log.info("applied %s", one)
        return 0 if project.status().clean else 1
    except errors.QsysSchemaError as error:
        log.error("%s", error)  # noqa: TRY400 - the message says it all, and a traceback nothing more
        return error.exit_code


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    sys.exit(deploy(sys.argv[1] if len(sys.argv) > 1 else "."))
