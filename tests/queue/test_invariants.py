"""Whatever is asked of the queue, in whatever order: what must be true of its rows stays true."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.queue.conftest import Queue
from tests.queue.test_operations import NOW, job

pytestmark = pytest.mark.slow

NAMES = ["a", "b", "c", "d"]
WORKERS = ["w1", "w2"]

_LOCKED_AND_NOT_ACTIVE = """
    SELECT id FROM jobs
    WHERE (status = 'ACTIVE') <> (locked_by_worker_id IS NOT NULL AND lock_expires_at IS NOT NULL)
"""

names, workers = st.sampled_from(NAMES), st.sampled_from(WORKERS)
needs = st.none() | st.lists(names, max_size=3)
moments = st.integers(NOW, NOW + 3000)
held = st.fixed_dictionaries({"id": names, "worker_id": workers, "now_ms": moments})

Step = tuple[str, dict[str, Any]]
steps: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("save"), st.fixed_dictionaries({"id": names, "needs": needs, "late": st.booleans()})),
    st.tuples(st.just("need"), st.fixed_dictionaries({"id": names, "needs": needs})),
    st.tuples(st.just("delete"), st.fixed_dictionaries({"id": names})),
    st.tuples(
        st.just("find_and_lock_processable_jobs"),
        st.fixed_dictionaries(
            {
                "queue_name": st.just("mail"),
                "worker_id": workers,
                "limit": st.integers(0, 3),
                "now_ms": moments,
                "lock_duration_ms": st.integers(0, 1000),
            }
        ),
    ),
    st.tuples(st.just("complete_job"), held.map(lambda one: {**one, "return_value": None})),
    st.tuples(st.just("fail_job"), held.map(lambda one: {**one, "failed_reason": "no"})),
    st.tuples(st.just("retry_job_now"), held.map(lambda one: {**one, "failed_reason": "no"})),
    st.tuples(st.just("retry_job_at"), held.map(lambda one: {**one, "failed_reason": "no", "process_at": NOW + 9})),
    st.tuples(st.just("recover_stalled_jobs"), st.fixed_dictionaries({"now_ms": moments, "limit": st.integers(0, 3)})),
    st.tuples(st.just("promote_delayed_jobs"), st.fixed_dictionaries({"now_ms": moments, "limit": st.integers(0, 3)})),
    st.tuples(st.just("start_dependent_jobs"), st.fixed_dictionaries({"now_ms": moments, "done_job_id": names})),
)


def _do(queue: Queue, step: Step) -> None:
    what, how = step
    if what == "save":
        status = "WAITING_CHILDREN" if how["needs"] else "DELAYED" if how["late"] else "PENDING"
        process_at = NOW + 5 if how["late"] else None
        queue.jobs.save(
            job(how["id"], status=status, depends_on_job_ids=how["needs"], process_at=process_at, max_attempts=2)
        )
    elif what == "need":
        queue.jobs.update(how["id"], depends_on_job_ids=how["needs"])
    elif what == "delete":
        queue.jobs.delete(how["id"])
    else:
        getattr(queue.jobs, what)(**how)


def _refused(error: Exception) -> bool:
    """Whether the database said no: a job that is not there, or the job itself, as a dependency."""
    return type(error).__name__ in {"IntegrityError", "ForeignKeyViolation", "CheckViolation"}


@given(run=st.lists(steps, max_size=25))
def test_the_invariants_hold_under_every_operation(queue: Queue, run: list[Step]) -> None:
    """ACTIVE jobs have a lock and others have none; job_dependencies says what depends_on_job_ids says."""
    queue.place.connection.execute("DELETE FROM jobs")
    for step in run:
        try:
            _do(queue, step)
        except Exception as error:
            if not _refused(error):
                raise
        assert queue.rows(_LOCKED_AND_NOT_ACTIVE) == []
        there = {one.id for one in queue.jobs.page()}
        # The column is what a client wrote; a job that was deleted since no longer has to be waited for.
        said = {
            (one.id, needed) for one in queue.jobs.page() for needed in one.depends_on_job_ids or () if needed in there
        }
        assert set(queue.rows("SELECT job_id, depends_on_job_id FROM job_dependencies")) <= said
        assert len(queue.jobs.find_by_ids(NAMES)) == queue.jobs.count()
