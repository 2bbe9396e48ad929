"""Judges in processes of their own, one a core: each collects the suite once, then takes submission after submission.

They are spawned, never forked, so they can serve a threaded Jupyter server as well as a command line. A judge that
dies is replaced, and what it had in hand is tried again, one by one; what fails twice is our failure and comes back as
such. Ctrl-C is for whoever started them: they go on until they are told to end, and then end at once.
"""

import contextlib
import dataclasses
import functools
import gc
import itertools
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import TracebackType
from typing import Any

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

# (student, submission) in; (student, record or our failure) out, in any order: judges here or elsewhere.
Judging = Callable[[Iterable[tuple[str, Submission]]], Iterator[tuple[str, Record | InfrastructureError]]]
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


class Judges:
    """`jobs` judges with the same settings: made when first needed, kept until closed, replaced when they end."""

    def __init__(self, settings: JudgeSettings, jobs: int) -> None:
        self.settings, self.jobs = settings, jobs
        self._executor: _Executor | None = None

    def start(self) -> None:
        """Let them get ready while the caller does something else; what goes wrong shows when they are asked."""
        executor = self._running()
        for _ in range(self.jobs):
            executor.submit(_start)

    def ready(self) -> None:
        """Wait until one is ready; raises what keeps it from being so, such as SandboxUnavailable."""
        for _ in range(ATTEMPTS):
            future = self._running().submit(_start)
            if not isinstance(future.exception(), BrokenProcessPool):
                future.result()
                return
            self.close()
        raise InfrastructureError("the judge's process ended; is there enough memory?")

    def judge(
        self, submissions: Iterable[tuple[str, Submission]]
    ) -> Iterator[tuple[str, Record | InfrastructureError]]:
        """Judge (student, submission) in parallel; (student, record) in the order in which they are done.

        Submissions are taken when a judge is free for them, so that a generator need not hold a class in memory.
        """
        failed: list[tuple[str, Submission]] = []
        for student, submission, result in self._results(submissions, self.jobs * AHEAD):
            if isinstance(result, InfrastructureError):
                failed.append((student, submission))
            else:
                yield student, result
        # One at a time: whoever ends a judge's process now has ended it alone.
        for student, _, result in self._results(failed, 1):
            yield student, result

    def close(self, *, at_once: bool = False) -> None:
        """End the judges; `at_once` in the middle of what they are doing."""
        if self._executor is not None:
            if at_once:
                self._executor.kill()
            self._executor.shutdown(cancel_futures=True)
            self._executor = None

    def __enter__(self) -> "Judges":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(at_once=error is not None)

    def _running(self) -> "_Executor":
        if self._executor is None:
            self._executor = _executor(self.settings, self.jobs)
        return self._executor

    def _results(
        self, submissions: Iterable[tuple[str, Submission]], ahead: int
    ) -> Iterator[tuple[str, Submission, Record | InfrastructureError]]:
        """Every submission's result, `ahead` under way at once."""
        coming = ((student, submission.for_judge()) for student, submission in submissions)
        waiting: deque[tuple[str, Submission]] = deque(itertools.islice(coming, 1))
        running: dict[Future[Record], tuple[str, Submission]] = {}
        while waiting or running:
            with contextlib.suppress(BrokenProcessPool):
                while waiting and len(running) < ahead:
                    running[self._running().submit(_run, waiting[0][1])] = waiting[0]
                    waiting.popleft()
                    waiting.extend(itertools.islice(coming, 1))
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            broken = not running or any(isinstance(future.exception(), BrokenProcessPool) for future in done)
            for future in list(running) if broken else done:  # a broken pool has lost all it had
                yield *running.pop(future), _result(future)
            if broken:
                self.close()


def judge_many(
    lab: Lab,
    submissions: Iterable[tuple[str, Submission]],
    course: Course | None,
    jobs: int,
    isolation: str = "bubblewrap",
) -> Iterator[tuple[str, Record | InfrastructureError]]:
    """Judge (student, submission) with `jobs` judges of their own, see Judges.judge."""
    with Judges(JudgeSettings.of(lab, course, isolation), jobs) as judges:
        yield from judges.judge(submissions)


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
def _standing(settings: JudgeSettings) -> "_Executor":
    return _executor(settings, 1)


class _Executor(ProcessPoolExecutor):
    """Processes of judges that end when they are told to, or when this process does."""

    def __init__(self, settings: JudgeSettings, jobs: int) -> None:
        context = multiprocessing.get_context("spawn")
        super().__init__(jobs, context, initializer=_begin, initargs=(settings,))

    def submit(self, *args: Any, **kwargs: Any) -> Future[Any]:
        """As ever; a process that this starts does not hear Ctrl-C before it can say what to do about it."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().submit(*args, **kwargs)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def kill(self) -> None:
        """End them at once, in the middle of whatever they do."""
        for process in list((self._processes or {}).values()):  # Python 3.14 has terminate_workers() for it
            process.terminate()


def _executor(settings: JudgeSettings, jobs: int) -> _Executor:
    return _Executor(settings, jobs)


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
    # The terminal sends it to all of them. Not SIG_IGN, which the sandbox would inherit.
    signal.signal(signal.SIGINT, lambda number, frame: None)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    end_with_parent()


def end_with_parent() -> None:
    """A parent that was killed closes no queue: without this its judges, and their sandboxes, would go on for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait_for_it() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait_for_it, daemon=True).start()


def _ready() -> Judge:
    """This process's judge."""
    global _judge
    if _judge is None:
        assert _settings is not None
        _judge = _settings.open()
        gc.collect()
        gc.freeze()  # what a judge needs all its life is not to be looked through again and again
    return _judge


def _start() -> None:
    _ready()


def _run(submission: Submission) -> Record:
    return _ready().judge(submission)
