"""What judging one submission costs over the student's own compute: `make bench`, or this file with labs' names.

For every lab, or those named: the solved notebook, judged again and again in this process by a judge that is ready.
The student's own compute is the time inside the calls of the submission's functions, taken from the same operations
run here. Megabytes are the most that this process and all sandboxes held together while it judged (proportional set
size, so that shared pages count once).
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from held import Peak
from rich.console import Console
from rich.table import Table

from autograder.engine import Judge
from autograder.labs import all_labs
from autograder.normalise import normalise
from autograder.notebook import solve
from autograder.sandbox.inside.run import Runner
from autograder.sandbox.inside.serve import opened
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import build_wall
from autograder.score import score_record
from autograder.submissions import Submission

RUNS = 40
TITLE = "medians in milliseconds; opening: starting and ending the sandbox; over: whole - student"


def main() -> None:
    """Print one row a lab and mode: medians over RUNS runs, in milliseconds."""
    table = Table(
        "lab", "mode", "tests", "examples", "whole", "student", "opening", "over", "judge's CPU", "MB", title=TITLE
    )
    for lab in [lab for lab in all_labs() if lab.name in (sys.argv[1:] or [lab.name])]:
        submission = normalise(solve(lab), lab)
        for mode in ("warm", "cold"):
            with Judge(lab, build_wall(Policy(), mode)) as judge:
                whole, cpu = _measure(lambda judge=judge, submission=submission: _judged(judge, submission))
                with Peak() as peak:
                    _judged(judge, submission)
                student = statistics.median(_student_seconds(judge, submission) for _ in range(RUNS))
                examples = sum(len(script.cases) for script in judge.scripts.values())
                opening, _ = _measure(lambda judge=judge: judge.sandbox.open().close())
                row = (whole, student, opening, whole - student, cpu)
                cells = [f"{1000 * seconds:.1f}" for seconds in row]
                cells.append(f"{peak.megabytes:.0f}")
                table.add_row(lab.name, mode, str(len(judge.suite.tests)), str(examples), *cells)
    Console(width=110).print(table)


def _judged(judge: Judge, submission: Submission) -> None:
    assert score_record(judge.judge(submission)).status == "passed"


def _measure(run: Callable[[], None]) -> tuple[float, float]:
    """Median wall seconds, and median CPU seconds of this process."""
    for _ in range(3):
        run()
    wall, cpu = [], []
    for _ in range(RUNS):
        started, busy = time.perf_counter(), time.process_time()
        run()
        wall.append(time.perf_counter() - started)
        cpu.append(time.process_time() - busy)
    return statistics.median(wall), statistics.median(cpu)


def _student_seconds(judge: Judge, submission: Submission) -> float:
    """Seconds inside the submission's own functions and methods, for all operations of all examples."""
    clock = _Clock()
    runner = Runner()
    for name, text in judge.modules:
        runner.provide(name, text)
    for cell in submission.cells:
        runner.load(cell.index, cell.source)
    for name, value in list(runner.namespace.items()):
        if isinstance(value, type) and value.__module__ == "__main__":
            for attribute, method in list(vars(value).items()):
                if callable(method):
                    setattr(value, attribute, clock.around(method))
        elif callable(value) and not name.startswith("_"):
            runner.namespace[name] = clock.around(value)
    for script in judge.scripts.values():
        _, examples = opened(script.batch.payload)
        for operations in examples:
            runner.example(operations)
    return clock.seconds


class _Clock:
    """Adds up the time inside the functions it goes around; calls within calls count once."""

    def __init__(self) -> None:
        self.seconds, self.depth = 0.0, 0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            self.depth += 1
            started = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self.depth -= 1
                if not self.depth:
                    self.seconds += time.perf_counter() - started

        return timed


if __name__ == "__main__":
    main()
