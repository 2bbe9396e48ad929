"""Processes that each hold the lab's judges, and hand back what was found in the order in which it is."""

import contextlib
import dataclasses
import hashlib
import multiprocessing
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from autograder.engine import Judge
from autograder.errors import InfrastructureError
from autograder.labs import Lab
from autograder.pool import JudgeSettings, end_with_parent
from autograder.records import Outcome
from autograder.replay.judge import TestVerdict, judge_test
from autograder.replay.submitted import Submitted
from autograder.submissions import Submission
from autograder.testkit.oracles import forget
from autograder.verify.finding import Tick

Item = TypeVar("Item")
Result = TypeVar("Result")
FAILURES = (Outcome.FAILED, Outcome.CRASHED, Outcome.TIMEOUT)
_standing: dict[JudgeSettings, Judge] = {}  # in a process of the crew


class Crew:
    """Spawned processes that live as long as the exam."""

    def __init__(self, settings: JudgeSettings, jobs: int) -> None:
        self.settings, self.jobs = settings, jobs
        self._executor = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _begin)

    def each(
        self, work: Callable[[JudgeSettings, Item], Result], items: Sequence[Item], tick: Tick
    ) -> Iterator[tuple[Item, Result]]:
        """`work` on every item, in whatever order; an InfrastructureError in a process is raised here."""
        tick(0, len(items))
        futures = {self._executor.submit(work, self.settings, item): item for item in items}
        try:
            for done, future in enumerate(as_completed(futures), start=1):
                yield futures[future], future.result()
                tick(done, len(items))
        except BrokenProcessPool:
            raise InfrastructureError("a judge's process ended; is there enough memory?") from None
        finally:
            for future in futures:
                future.cancel()

    def close(self) -> None:
        """End the processes."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _begin() -> None:
    """What wrong answers and mutants return makes NumPy warn; that is known."""
    end_with_parent()
    warnings.simplefilter("ignore")


def standing_judge(settings: JudgeSettings) -> Judge:
    """In a process of the crew: the judge for the salt of the settings, kept for the next item."""
    if settings not in _standing:
        _standing[settings] = settings.open()
    return _standing[settings]


@contextlib.contextmanager
def passing_judge(settings: JudgeSettings, salt: bytes) -> Iterator[Judge]:
    """In a process of the crew: a judge for another salt, gone with its cases afterwards."""
    try:
        with dataclasses.replace(settings, salt=salt).open() as judge:
            yield judge
    finally:
        forget()


def lab_of(settings: JudgeSettings) -> Lab:
    """The lab that the settings are about."""
    return Lab(settings.lab, settings.notebook)


def verdicts(judge: Judge, submission: Submission, tests: Sequence[str]) -> Iterator[tuple[str, TestVerdict]]:
    """Verdicts on the named tests only, each when it is asked for; without diagnosis."""
    submitted = Submitted(judge.sandbox, submission.cells, judge.modules)
    try:
        for test in tests:
            yield test, judge_test(judge.scripts[test], submitted, judge.suite.contract)
    finally:
        submitted.drop()


def fresh_salts(seed: int, count: int) -> list[bytes]:
    """Salts that follow from the seed, so that a finding can be had again."""
    return [hashlib.sha256(f"gradlab verify {seed} {number}".encode()).digest()[:16] for number in range(count)]
