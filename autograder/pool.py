"""Judges in processes of their own, one a core: each collects the suite once, then takes submission after submission.

They are spawned, never forked, so they can serve a threaded Jupyter server as well as a command line. A judge that
dies is replaced, and what it had in hand is tried again, one by one; what fails twice is our failure and comes back as
such.
"""

import contextlib
import dataclasses
import functools
import itertools
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from autograder.course import Course
from autograder.course_policy import policy_of
from autograder.engine import Judge
from autograder.errors import InfrastructureError
from autograder.labs import Lab
from autograder.records import Record
from autograder.replay.cases import DEFAULT_SALT
from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import build_wall
from autograder.submissions import Submission

ATTEMPTS = 2
AHEAD = 2  # submissions a judge has in hand: one more than it works on
_judge: Judge | None = None  # in a judge's process


@dataclasses.dataclass(frozen=True)
class JudgeSettings:
    """All that a judge's process needs to know; plain data, so that it can be sent."""

    lab: str
    notebook: Path
    salt: bytes = DEFAULT_SALT
    cases_folder: Path | None = None
    isolation: str = "bubblewrap"
    policy: Policy = dataclasses.field(default_factory=Policy)

    @classmethod
    def of(cls, lab: Lab, course: Course | None, isolation: str = "bubblewrap") -> "JudgeSettings":
        """The settings for a lab of a course; without a course the public salt, for trying out."""
        policy = policy_of(course, lab.name)
        if course is None:
            return cls(lab.name, lab.notebook, isolation=isolation, policy=policy)
        return cls(lab.name, lab.notebook, course.salt(), course.private / "cases", isolation, policy)

    def open(self) -> Judge:
        """A judge in this process; raises SandboxUnavailable rather than judge without a wall."""
        unwalled = self.isolation == "none"
        sandbox = InProcessSandbox(self.policy, restricted=True) if unwalled else build_wall(self.policy)
        try:
            return Judge(Lab(self.lab, self.notebook), sandbox, self.salt, self.cases_folder)
        except BaseException:
            sandbox.close()
            raise


def judge_many(
    lab: Lab,
    submissions: Iterable[tuple[str, Submission]],
    course: Course | None,
    jobs: int,
    isolation: str = "bubblewrap",
) -> Iterator[tuple[str, Record | InfrastructureError]]:
    """Judge (student, submission) in parallel; (student, record) in the order in which they are done.

    Submissions are taken when a judge is free for them, so that a generator need not hold a class in memory.
    """
    settings = JudgeSettings.of(lab, course, isolation)
    failed: list[tuple[str, Submission]] = []
    for student, submission, result in _results(settings, submissions, jobs, AHEAD):
        if isinstance(result, InfrastructureError):
            failed.append((student, submission))
        else:
            yield student, result
    for student, _, result in _results(settings, failed, 1, 1):
        yield student, result


def judge_one(lab: Lab, submission: Submission, course: Course | None = None, isolation: str = "bubblewrap") -> Record:
    """Judge one submission in a standing process that is kept for the next; raises InfrastructureError."""
    settings = JudgeSettings.of(lab, course, isolation)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            future = _standing(settings).submit(_run, submission.for_judge())
            broken, result = isinstance(future.exception(), BrokenProcessPool), _result(future)
        except BrokenProcessPool:
            broken, result = True, InfrastructureError("the judge's process ended")
        if broken:
            _standing.cache_clear()
        if isinstance(result, Record):
            return result
        if attempt == ATTEMPTS:
            raise result
    raise AssertionError("unreachable")


@functools.lru_cache(maxsize=8)
def _standing(settings: JudgeSettings) -> ProcessPoolExecutor:
    return _executor(settings, 1)


def _executor(settings: JudgeSettings, jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(settings,))


def _results(
    settings: JudgeSettings, submissions: Iterable[tuple[str, Submission]], jobs: int, ahead: int
) -> Iterator[tuple[str, Submission, Record | InfrastructureError]]:
    """Every submission's result, `ahead` under way for each of `jobs` judges; judges that end are replaced."""
    coming = ((student, submission.for_judge()) for student, submission in submissions)
    waiting: deque[tuple[str, Submission]] = deque(itertools.islice(coming, 1))
    if not waiting:
        return
    running: dict[Future[Record], tuple[str, Submission]] = {}
    executor = _executor(settings, jobs)
    try:
        while waiting or running:
            with contextlib.suppress(BrokenProcessPool):
                while waiting and len(running) < jobs * ahead:
                    running[executor.submit(_run, waiting[0][1])] = waiting[0]
                    waiting.popleft()
                    waiting.extend(itertools.islice(coming, 1))
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            broken = not running or any(isinstance(future.exception(), BrokenProcessPool) for future in done)
            for future in list(running) if broken else done:  # a broken pool has lost all it had
                yield *running.pop(future), _result(future)
            if broken:
                executor.shutdown()
                executor = _executor(settings, jobs)
    finally:
        executor.shutdown(cancel_futures=True)


def _result(future: Future[Record]) -> Record | InfrastructureError:
    try:
        return future.result()
    except InfrastructureError as error:
        return error
    except BrokenProcessPool:
        return InfrastructureError("the judge's process ended; is there enough memory?")
    except Exception as error:
        return InfrastructureError(f"the judge failed: {type(error).__name__}: {error}")


_settings: JudgeSettings | None = None


def _begin(settings: JudgeSettings) -> None:
    """Note the settings only: an initializer that raises would break the pool and lose the reason."""
    global _settings
    _settings = settings
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that was killed closes no queue: without this its judges, and their sandboxes, would wait for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _run(submission: Submission) -> Record:
    global _judge
    if _judge is None:
        assert _settings is not None
        _judge = _settings.open()
    return _judge.judge(submission)
