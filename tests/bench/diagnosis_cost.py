"""What naming the mistake costs over judging a failing submission: `make bench`, or this file with labs' names.

Wrong answers of the lab's bank, spread over it, are judged behind the warm wall: without diagnosis, with it when
nothing is known yet (no course keeps anything here), and again as the next student with the same mistake would.
"""

import os
import statistics
import sys
import time

from held import held
from rich.console import Console
from rich.table import Table

from autograder.engine import Judge
from autograder.labs import Lab, all_labs
from autograder.normalise import normalise
from autograder.notebook import solve
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import build_wall
from autograder.submissions import Submission
from autograder.verify.bank import bank

ANSWERS, RUNS = 20, 5
TITLE = "medians in milliseconds; over: with diagnosis, known - without; MB: what the judge held after it - before"


def main() -> None:
    """Print one row a lab."""
    columns = ("lab", "answers", "without", "first time", "known", "over", "worst first", "MB")
    table = Table(*columns, title=TITLE)
    for lab in [lab for lab in all_labs() if lab.name in (sys.argv[1:] or [lab.name])]:
        with Judge(lab, build_wall(Policy(), "warm")) as judge:
            table.add_row(lab.name, *_row(judge, lab))
    Console(width=110).print(table)


def _row(judge: Judge, lab: Lab) -> list[str]:
    answers = bank(lab, "wrong")
    chosen = [answer.submission(lab) for answer in answers[:: max(1, len(answers) // ANSWERS)]]
    judge.judge(normalise(solve(lab), lab))  # whatever is made on first use
    diagnosed, memory = judge._diagnosed, held([os.getpid()])[0]
    first = [_seconds(judge, submission) for submission in chosen]
    grown = held([os.getpid()])[0] - memory
    without, known = [], []
    for submission in chosen:
        times: dict[bool, list[float]] = {False: [], True: []}
        for _ in range(RUNS):  # by turns: the machine is not alone
            for on in (False, True):
                judge._diagnosed = diagnosed if on else _nothing  # type: ignore[method-assign]
                times[on].append(_seconds(judge, submission))
        without.append(statistics.median(times[False]))
        known.append(statistics.median(times[True]))
    over = [mine - other for mine, other in zip(known, without, strict=True)]
    figures = [statistics.median(values) for values in (without, first, known, over)] + [max(first)]
    return [str(len(chosen)), *(f"{1000 * seconds:.1f}" for seconds in figures), f"{grown:.1f}"]


def _nothing(grade_id: str, verdicts: object) -> dict[str, object]:
    return {}


def _seconds(judge: Judge, submission: Submission) -> float:
    started = time.perf_counter()
    judge.judge(submission)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
