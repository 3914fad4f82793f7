"""What a queue asks of its repository, operation by operation, on every database."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from qsys_schema.repositories.rows.jobs import Job, NewJob
from qsys_schema.repositories.rows.repeatable_job_schedules import NewRepeatableJobSchedule
from tests.queue.conftest import Queue

pytestmark = pytest.mark.slow

NOW = 1_700_000_000_000


def job(name: str, **given: Any) -> NewJob:
    """A job that says little."""
    plain: dict[str, Any] = {
        "id": name,
        "queue_name": "mail",
        "job_name": "send",
        "status": "PENDING",
        "created_at": NOW,
        "updated_at": NOW,
    }
    return NewJob(**{**plain, **given})


def claim(queue: Queue, worker: str = "w1", limit: int = 10, now: int = NOW, **more: Any) -> list[Job]:
    """Claim jobs of the queue mail for a second."""
    given: dict[str, Any] = {"queue_name": "mail", "worker_id": worker, "limit": limit, "now_ms": now}
    found: list[Job] = queue.jobs.find_and_lock_processable_jobs(**{**given, "lock_duration_ms": 1000, **more})
    return found


def ids(jobs: list[Job]) -> list[str]:
    """Their ids, in order."""
    return [one.id for one in jobs]


def read(queue: Queue, name: str) -> Job:
    """The job, which is there."""
    found: Job | None = queue.jobs.find_by_id(name)
    assert found is not None
    return found


def test_a_saved_job_comes_back_as_it_was_and_is_changed_by_the_next_save(queue: Queue) -> None:
    """Save inserts or updates by id; find_by_id gives the row, or None."""
    queue.jobs.save(job("a", payload={"to": ["x", 1, None]}, job_options={"attempts": 3}, parent_id="p"))
    found = read(queue, "a")
    assert (found.payload, found.job_options, found.parent_id) == ({"to": ["x", 1, None]}, {"attempts": 3}, "p")
    assert (found.priority, found.attempts_made, found.max_attempts, found.progress) == (0, 0, 1, 0)
    queue.jobs.save(job("a", priority=5))
    assert (read(queue, "a").priority, read(queue, "a").payload) == (5, None)
    assert queue.jobs.find_by_id("b") is None


def test_missing_ids_are_simply_absent(queue: Queue) -> None:
    """find_by_ids gives what is there."""
    queue.jobs.insert_many([job("a"), job("b")])
    assert sorted(ids(queue.jobs.find_by_ids(["b", "nothing", "a"]))) == ["a", "b"]
    assert queue.jobs.find_by_ids([]) == []


def test_a_claim_takes_the_best_priority_first_then_the_oldest(queue: Queue) -> None:
    """And gives them in that order, locked and counted."""
    queue.jobs.insert_many(
        [
            job("late", priority=1, created_at=NOW - 1),
            job("best", priority=0, created_at=NOW),
            job("old", priority=1, created_at=NOW - 9),
            job("other", queue_name="news"),
            job("not due", process_at=NOW + 1),
            job("due", priority=7, process_at=NOW),
            job("delayed", status="DELAYED", process_at=NOW - 5),
        ]
    )
    assert ids(claim(queue, limit=2)) == ["best", "old"]
    assert ids(claim(queue, worker="w2")) == ["late", "due"]
    assert claim(queue, worker="w3") == []
    taken = read(queue, "old")
    assert (taken.status, taken.locked_by_worker_id, taken.lock_expires_at) == ("ACTIVE", "w1", NOW + 1000)
    assert (taken.started_at, taken.updated_at, taken.attempts_made) == (NOW, NOW, 1)


def test_a_lock_is_renewed_only_by_the_worker_that_holds_it(queue: Queue) -> None:
    """renew_lock says whether it held."""
    queue.jobs.insert(job("a"))
    claim(queue)
    assert queue.jobs.renew_lock(id="a", worker_id="w2", lock_expires_at=NOW + 5) == 0
    assert queue.jobs.renew_lock(id="a", worker_id="w1", lock_expires_at=NOW + 5000) == 1
    assert read(queue, "a").lock_expires_at == NOW + 5000
    assert queue.jobs.complete_job(id="a", worker_id="w1", now_ms=NOW, return_value=None) == 1
    assert queue.jobs.renew_lock(id="a", worker_id="w1", lock_expires_at=NOW + 9) == 0


@pytest.mark.parametrize(
    ("way", "given", "status"),
    [
        ("complete_job", {"return_value": {"n": 1}}, "COMPLETED"),
        ("fail_job", {"failed_reason": "no"}, "FAILED"),
        ("retry_job_at", {"failed_reason": "later", "process_at": NOW + 50}, "DELAYED"),
        ("retry_job_now", {"failed_reason": "again"}, "PENDING"),
    ],
)
def test_a_job_is_ended_only_by_its_worker_and_is_then_nobodys(
    queue: Queue, way: str, given: dict[str, Any], status: str
) -> None:
    """Every way out of ACTIVE gives up the lock."""
    queue.jobs.insert(job("a", max_attempts=3))
    assert getattr(queue.jobs, way)(id="a", worker_id="w1", now_ms=NOW, **given) == 0
    claim(queue)
    assert getattr(queue.jobs, way)(id="a", worker_id="w2", now_ms=NOW, **given) == 0
    assert getattr(queue.jobs, way)(id="a", worker_id="w1", now_ms=NOW + 7, **given) == 1
    ended = read(queue, "a")
    assert (ended.status, ended.locked_by_worker_id, ended.lock_expires_at) == (status, None, None)
    assert ended.updated_at == NOW + 7
    assert ended.completed_at == (NOW + 7 if status == "COMPLETED" else None)
    assert ended.failed_at == (NOW + 7 if status == "FAILED" else None)
    assert ended.return_value == given.get("return_value")
    assert ended.failed_reason == given.get("failed_reason")


def test_progress_is_that_of_the_worker_that_holds_the_job(queue: Queue) -> None:
    """And between 0 and 100."""
    queue.jobs.insert(job("a"))
    claim(queue)
    assert queue.jobs.update_progress(id="a", worker_id="w2", progress=10, now_ms=NOW) == 0
    assert queue.jobs.update_progress(id="a", worker_id="w1", progress=40, now_ms=NOW) == 1
    assert read(queue, "a").progress == 40


def test_stalled_jobs_are_found_and_recovered(queue: Queue) -> None:
    """Once the lock has ended, oldest first; what was tried often enough has failed."""
    queue.jobs.insert_many([job("a", max_attempts=2), job("b", max_attempts=1), job("c", queue_name="news")])
    claim(queue)
    claim(queue, now=NOW - 500, queue_name="news")
    assert queue.jobs.find_stalled_jobs(now_ms=NOW + 400, limit=9) == []
    assert ids(queue.jobs.find_stalled_jobs(now_ms=NOW + 501, limit=9)) == ["c"]
    assert ids(queue.jobs.find_stalled_jobs(now_ms=NOW + 2000, limit=9))[0] == "c"
    assert sorted(ids(queue.jobs.find_stalled_jobs(now_ms=NOW + 2000, limit=9, queue_name="mail"))) == ["a", "b"]
    assert queue.jobs.recover_stalled_jobs(now_ms=NOW + 2000, limit=1) == 1
    assert read(queue, "c").status == "FAILED"
    assert queue.jobs.recover_stalled_jobs(now_ms=NOW + 2000, limit=9) == 2
    assert (read(queue, "a").status, read(queue, "b").status) == ("PENDING", "FAILED")
    assert read(queue, "b").failed_at == NOW + 2000
    assert read(queue, "a").locked_by_worker_id is None
    # The worker that comes back has lost it.
    assert queue.jobs.complete_job(id="a", worker_id="w1", now_ms=NOW, return_value=None) == 0


def test_delayed_jobs_are_promoted_when_they_are_due(queue: Queue) -> None:
    """Of one queue or of all, the one that was due first first, in one statement."""
    queue.jobs.insert_many(
        [
            job("b", status="DELAYED", process_at=NOW - 1),
            job("a", status="DELAYED", process_at=NOW - 5),
            job("later", status="DELAYED", process_at=NOW + 1),
            job("news", status="DELAYED", process_at=NOW - 9, queue_name="news"),
        ]
    )
    assert ids(queue.jobs.find_delayed_jobs_to_promote(now_ms=NOW, limit=9)) == ["news", "a", "b"]
    assert ids(queue.jobs.find_delayed_jobs_to_promote(now_ms=NOW, limit=9, queue_name="mail")) == ["a", "b"]
    assert queue.jobs.promote_delayed_jobs(now_ms=NOW, limit=1, queue_name="mail") == 1
    assert (read(queue, "a").status, read(queue, "b").status) == ("PENDING", "DELAYED")
    assert queue.jobs.promote_delayed_jobs(now_ms=NOW, limit=9) == 2
    assert read(queue, "later").status == "DELAYED"


def test_jobs_are_found_by_schedule_and_by_parent(queue: Queue) -> None:
    """Oldest first."""
    queue.jobs.insert_many(
        [
            job("b", repeat_job_key="k", parent_id="p", created_at=NOW + 1),
            job("a", repeat_job_key="k", parent_id="p"),
            job("c", repeat_job_key="k", queue_name="news"),
        ]
    )
    assert ids(queue.jobs.find_jobs_by_repeat_key(queue_name="mail", repeat_job_key="k")) == ["a", "b"]
    assert ids(queue.jobs.find_jobs_by_parent_id("p")) == ["a", "b"]


def test_jobs_are_counted_by_status(queue: Queue) -> None:
    """One row for each status, with a total."""
    queue.jobs.insert_many([job("a"), job("b"), job("c", status="FAILED"), job("d", queue_name="news")])
    found = [(one.status, one.jobs, one.total) for one in queue.jobs.get_job_counts_by_status("mail")]
    assert found == [("FAILED", 1, 3), ("PENDING", 2, 3)]


def test_jobs_of_a_queue_are_deleted_all_or_by_status(queue: Queue) -> None:
    """An empty list of statuses is no status, and deletes nothing."""
    queue.jobs.insert_many(
        [job("a"), job("b", status="FAILED"), job("c", status="COMPLETED"), job("d", queue_name="x")]
    )
    assert queue.jobs.delete_jobs_by_queue("mail", statuses=[]) == 0
    assert queue.jobs.delete_jobs_by_queue("mail", statuses=["FAILED", "COMPLETED"]) == 2
    assert queue.jobs.delete_jobs_by_queue("mail") == 1
    assert ids(queue.jobs.page()) == ["d"]
    assert queue.jobs.delete("d") is True
    assert queue.jobs.delete("d") is False


@pytest.mark.parametrize(("status", "column"), [("COMPLETED", "completed_at"), ("FAILED", "failed_at")])
def test_old_jobs_are_removed_oldest_first(queue: Queue, status: str, column: str) -> None:
    """All, those before a moment, or a number of them."""
    remove = getattr(queue.jobs, f"remove_{status.lower()}_jobs")
    queue.jobs.insert_many([job(f"{number}", status=status, **{column: NOW + number}) for number in (4, 2, 3, 1, 0)])
    queue.jobs.insert(job("pending"))
    assert remove(queue_name="mail", limit=1) == 1
    assert queue.jobs.find_by_id("0") is None
    assert remove(queue_name="mail", older_than_ms=NOW + 3, limit=None) == 2
    assert remove(queue_name="mail", limit=None) == 2
    assert ids(queue.jobs.page()) == ["pending"]


def test_a_search_filters_orders_pages_and_counts(queue: Queue) -> None:
    """Every filter may be left out."""
    queue.jobs.insert_many([job(f"m{number}", created_at=NOW + number) for number in range(5)])
    queue.jobs.insert_many([job("n", queue_name="news", job_name="print", status="FAILED", created_at=NOW + 9)])
    assert ids(queue.jobs.search(limit=2, offset=0)) == ["n", "m4"]
    assert ids(queue.jobs.search(limit=2, offset=1, queue_name="mail", order_by="oldest")) == ["m1", "m2"]
    assert ids(queue.jobs.search(limit=9, offset=0, statuses=["FAILED", "ACTIVE"])) == ["n"]
    assert ids(queue.jobs.search(limit=9, offset=0, job_name="print")) == ["n"]
    assert queue.jobs.search(limit=9, offset=0, statuses=[]) == []
    between = {"created_from": NOW + 1, "created_before": NOW + 3}
    assert ids(queue.jobs.search(limit=9, offset=0, **between)) == ["m2", "m1"]
    assert (queue.jobs.count_found(), queue.jobs.count_found(**between)) == (6, 2)


def test_due_schedules_are_found_and_advanced(queue: Queue) -> None:
    """Only those that are enabled."""
    for name, run, enabled in (
        ("b", NOW - 1, True),
        ("a", NOW - 2, True),
        ("off", NOW - 3, False),
        ("soon", NOW + 1, True),
    ):
        queue.schedules.save(
            NewRepeatableJobSchedule(
                id=name,
                queue_name="mail",
                job_name="send",
                every=60_000,
                next_run_at=run,
                is_enabled=enabled,
                created_at=NOW,
                updated_at=NOW,
            )
        )
    assert [one.id for one in queue.schedules.find_due_schedules(now_ms=NOW, limit=9)] == ["a", "b"]
    assert queue.schedules.advance_schedule(id="a", next_run_at=NOW + 60_000, last_run_job_id="j") == 1
    assert queue.schedules.advance_schedule(id="nothing", next_run_at=NOW, last_run_job_id="j") == 0
    assert [one.id for one in queue.schedules.find_due_schedules(now_ms=NOW, limit=9)] == ["b"]
    advanced = queue.schedules.find_by_id("a")
    assert (advanced.next_run_at, advanced.last_run_job_id, advanced.timezone) == (NOW + 60_000, "j", "UTC")


def _needed(queue: Queue) -> list[tuple[Any, ...]]:
    return queue.rows("SELECT job_id, depends_on_job_id FROM job_dependencies ORDER BY 1, 2")


def test_dependencies_follow_the_column_however_it_is_written(queue: Queue) -> None:
    """Within the transaction of whoever writes it; and they go with the job."""
    queue.jobs.insert_many(
        [job("a"), job("b"), job("c", status="WAITING_CHILDREN", depends_on_job_ids=["a", "b", "a"])]
    )
    assert _needed(queue) == [("c", "a"), ("c", "b")]
    queue.jobs.save(job("c", status="WAITING_CHILDREN", depends_on_job_ids=["b"]))
    assert _needed(queue) == [("c", "b")]
    queue.jobs.update("c", depends_on_job_ids=None)
    assert _needed(queue) == []
    with suppress(KeyError), queue.session.transaction(queue.place.connection):
        queue.jobs.update("c", depends_on_job_ids=["a"])
        raise KeyError
    assert _needed(queue) == []
    queue.jobs.update("c", depends_on_job_ids=["a", "b"])
    queue.jobs.delete("b")
    assert _needed(queue) == [("c", "a")]


def test_a_job_cannot_depend_on_itself_or_on_one_that_is_not_there(queue: Queue) -> None:
    """The database refuses, and nothing is kept."""
    for wrong in (["c"], ["nothing"]):
        with pytest.raises(Exception, match=r"(?i)constraint"):
            queue.jobs.insert(job("c", depends_on_job_ids=wrong))
        assert queue.jobs.find_by_id("c") is None


def test_a_job_starts_when_all_it_waits_for_is_done(queue: Queue) -> None:
    """Found by looking, or told by the job that is done."""
    queue.jobs.insert_many([job("a"), job("b")])
    queue.jobs.insert(job("c", status="WAITING_CHILDREN", depends_on_job_ids=["a", "b"]))
    queue.jobs.insert(job("d", status="WAITING_CHILDREN", depends_on_job_ids=["a"]))
    assert queue.jobs.find_jobs_ready_to_start(9) == []
    claim(queue)
    queue.jobs.complete_job(id="a", worker_id="w1", now_ms=NOW, return_value=1)
    assert ids(queue.jobs.find_jobs_ready_to_start(9)) == ["d"]
    assert ids(queue.jobs.find_jobs_ready_to_start(9, queue_name="news")) == []
    assert queue.jobs.start_dependent_jobs(done_job_id="a", now_ms=NOW) == 1
    queue.jobs.complete_job(id="b", worker_id="w1", now_ms=NOW, return_value=2)
    assert queue.jobs.start_dependent_jobs(done_job_id="b", now_ms=NOW) == 1
    assert ids(claim(queue)) == ["c", "d"]
