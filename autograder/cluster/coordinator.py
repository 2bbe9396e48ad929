"""Sends submissions to the workers of a Dask cluster, and takes the records that come back.

Every submission goes to a worker by name, so that it is always known which worker had what: one that has no sandbox or
another kit gets no more, and what a lost worker had in hand goes to another. Dask carries, gradlab decides.
"""

import contextlib
import json
import logging
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from autograder.cluster import work
from autograder.cluster.parcels import Task, key_of, pack_submission, unpack_record, versions
from autograder.course import Course
from autograder.course_policy import policy_of
from autograder.errors import InfrastructureError, UserError
from autograder.labs import Lab
from autograder.records import Record
from autograder.replay.cases import frozen, salt_id
from autograder.replay.suite import collect
from autograder.submissions import Submission

AHEAD = 2  # submissions a worker has in hand: one more than it works on
ATTEMPTS = 2  # of a submission that our own failure hit, as on one machine
LOSSES = 3  # workers that may be lost while they have one submission in hand
FAILURES = 3  # of a worker in a row, until it gets no more
LOOK = 0.5  # seconds between two looks which workers there are
PATIENCE = 60.0  # seconds without any worker that can judge
CONNECT = 10.0


@dataclass
class _Parcel:
    """A submission on its way, with what befell it."""

    student: str
    submission: Submission
    failed_on: set[str] = field(default_factory=set)
    failures: int = 0
    losses: int = 0

    @property
    def suspect(self) -> bool:
        """Whether it may be what ends workers: then it goes to one that has nothing else in hand."""
        return self.losses > 0


@dataclass
class _Worker:
    """One worker: fit once it has said so."""

    address: str
    preparing: Any = None  # the future of its answer
    fit: bool = False
    unfit: str = ""  # why it gets nothing
    hand: dict[Any, _Parcel] = field(default_factory=dict)  # by future
    failures: int = 0  # since the last record

    def has_room_for(self, parcel: _Parcel) -> bool:
        """Whether it should get this one now."""
        if any(other.suspect for other in self.hand.values()):
            return False
        return not self.hand if parcel.suspect else len(self.hand) < AHEAD


def task_of(lab: Lab, course: Course) -> Task:
    """What the workers need for a lab of a course; draws its cases where that was not done before."""
    suite = collect(lab)
    cases = frozen(suite, course.salt(), course.private / "cases")
    notebook = lab.notebook.read_text(encoding="utf-8")
    return Task(lab.name, notebook, cases, salt_id(course.salt()), policy_of(course, lab.name), suite.hash)


class Cluster:
    """The workers of one Dask scheduler as judges of one lab."""

    def __init__(self, address: str, lab: Lab, course: Course) -> None:
        try:
            from dask.distributed import Client
        except ImportError:
            raise UserError(
                "--dask needs the package distributed: install gradlab with its extra `cluster`, "
                "here and on every worker (pip install 'gradlab[cluster]')"
            ) from None
        self.lab, task = lab, task_of(lab, course)
        self.parcel = task.pack()
        self.key = key_of(self.parcel)
        self._wanted = json.dumps(versions(task.suite)).encode()
        self._workers: dict[str, _Worker] = {}
        self._looked = self._last_fit = 0.0
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said by us
        try:
            self._client = Client(address, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise UserError(
                f"no Dask scheduler answers at {address!r} ({error}); give the address that `dask scheduler` prints, "
                "such as tcp://10.0.0.1:8786"
            ) from error

    def start(self) -> None:
        """Let the workers that are there get ready while the caller does something else."""
        self._look()

    def judge(
        self, submissions: Iterable[tuple[str, Submission]]
    ) -> Iterator[tuple[str, Record | InfrastructureError]]:
        """Judge (student, submission) on all workers; (student, record) in the order in which they come back."""
        coming = (_Parcel(student, submission.for_judge()) for student, submission in submissions)
        waiting: deque[_Parcel] = deque()
        more, self._last_fit = True, time.monotonic()
        while True:
            for parcel in self._look():
                if parcel.losses < LOSSES:
                    waiting.append(parcel)
                else:
                    yield parcel.student, InfrastructureError(f"{parcel.losses} workers were lost while they judged it")
            more = self._hand_out(waiting, coming, more)
            if not more and not waiting and not any(worker.hand for worker in self._workers.values()):
                return
            yield from self._take_back(waiting)
            if self._given_up():
                reason = InfrastructureError(self._why_nobody())
                yield from ((parcel.student, reason) for parcel in (*waiting, *coming))
                return

    def close(self) -> None:
        """Let the workers go; the scheduler stays."""
        from dask.distributed import wait

        with contextlib.suppress(
            Exception
        ):  # gone already, or still at work: then they keep a judge until the next run
            fit = [worker.address for worker in self._workers.values() if worker.fit]
            wait([self._client.submit(work.dismiss, self.key, workers=[address], pure=False) for address in fit], 2)
        self._client.close(timeout=CONNECT)

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _look(self) -> list[_Parcel]:
        """Notice which workers came and went; what those that went had in hand."""
        if time.monotonic() - self._looked < LOOK:
            return []
        self._looked = time.monotonic()
        there = self._there()
        lost = []
        for address in self._workers.keys() - there:
            for future, parcel in self._workers.pop(address).hand.items():
                future.cancel()
                parcel.losses += 1
                lost.append(parcel)
        for address in there - self._workers.keys():
            self._workers[address] = self._prepare(address)
        if any(worker.fit or worker.preparing for worker in self._workers.values()):
            self._last_fit = time.monotonic()
        return lost

    def _there(self) -> set[str]:
        try:
            return set(self._client.nthreads())
        except Exception as error:
            raise InfrastructureError(
                f"the connection to the Dask scheduler was lost ({error}); run it again to go on"
            ) from error

    def _prepare(self, address: str) -> _Worker:
        future = self._client.submit(work.prepare, self.parcel, self._wanted, workers=[address], pure=False)
        return _Worker(address, preparing=future)

    def _hand_out(self, waiting: deque[_Parcel], coming: Iterator[_Parcel], more: bool) -> bool:
        """Give every worker what it has room for; whether more is coming."""
        fit = [worker for worker in self._workers.values() if worker.fit]
        addresses = {worker.address for worker in fit}
        for worker in sorted(fit, key=lambda worker: len(worker.hand)):
            while True:
                if not waiting and more:
                    parcel = next(coming, None)
                    more = parcel is not None
                    waiting.extend([parcel] if parcel else [])
                if not waiting or not worker.has_room_for(waiting[0]):
                    break
                if worker.address in waiting[0].failed_on and addresses - waiting[0].failed_on:
                    break  # another may do better
                parcel = waiting.popleft()
                data = pack_submission(parcel.submission)
                future = self._client.submit(work.judge, self.key, data, workers=[worker.address], pure=False)
                worker.hand[future] = parcel
        return more

    def _take_back(self, waiting: deque[_Parcel]) -> Iterator[tuple[str, Record | InfrastructureError]]:
        """What is there by now, after waiting a moment for something."""
        self._wait()
        for worker in list(self._workers.values()):
            if worker.preparing is not None and worker.preparing.done():
                reply, worker.preparing = _reply(worker.preparing), None
                worker.fit, worker.unfit = "ready" in reply, reply.get("trouble", "")
            for future in [future for future in worker.hand if future.done()]:
                parcel = worker.hand.pop(future)
                reply = _reply(future)
                result = self._result(worker, parcel, reply)
                if result is None:
                    waiting.append(parcel)
                else:
                    yield parcel.student, result

    def _wait(self) -> None:
        from dask.distributed import wait

        futures = [future for worker in self._workers.values() for future in worker.hand]
        futures += [worker.preparing for worker in self._workers.values() if worker.preparing is not None]
        if not futures:
            time.sleep(LOOK)
            return
        try:
            wait(futures, timeout=LOOK, return_when="FIRST_COMPLETED")
        except Exception:  # the time is over, or a future was cancelled with its worker: the next look tells
            time.sleep(0.01)

    def _result(self, worker: _Worker, parcel: _Parcel, reply: dict[str, Any]) -> Record | InfrastructureError | None:
        """What came of a submission; None when it is to be tried again."""
        if "record" in reply:
            try:
                record = unpack_record(reply, parcel.submission, self.lab)
                worker.failures = 0
                return record
            except (ValueError, TypeError) as error:
                reply = {"trouble": f"its answer cannot be used: {error}"}
        if reply.get("anew"):
            worker.fit, worker.preparing = False, self._prepare(worker.address).preparing
            parcel.losses += 1
        elif reply.get("lost"):
            parcel.losses += 1
        else:
            parcel.failures += 1
            parcel.failed_on.add(worker.address)
            worker.failures += 1
            if worker.failures >= FAILURES:
                worker.fit, worker.unfit = False, reply["trouble"]
        if parcel.failures >= ATTEMPTS or parcel.losses >= LOSSES:
            return InfrastructureError(f"{reply['trouble']} (on {worker.address})")
        return None

    def _given_up(self) -> bool:
        if any(worker.fit or worker.preparing is not None for worker in self._workers.values()):
            return False
        # Where all that are there said that they cannot, more time helps no more than a little.
        patience = PATIENCE / 10 if self._workers else PATIENCE
        return time.monotonic() - self._last_fit > patience

    def _why_nobody(self) -> str:
        if not self._workers:
            return "the Dask cluster has no worker"
        reasons = sorted({f"{worker.address} {worker.unfit}" for worker in self._workers.values()})
        return "no worker of the Dask cluster can judge: " + "; ".join(reasons)


def _reply(future: Any) -> dict[str, Any]:
    """A worker's answer, or what kept it from answering."""
    try:
        reply = json.loads(future.result(timeout=CONNECT))
        if not isinstance(reply, dict):
            raise ValueError("it is no reply")
        return reply
    except Exception as error:
        lost = future.status == "cancelled" or type(error).__name__ in ("KilledWorker", "CancelledError")
        return {"trouble": f"did not answer: {type(error).__name__}: {error}", "lost": lost}
