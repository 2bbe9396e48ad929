"""Three ways to put the same suite to the same submission, side by side in one run: `make bench`.

replayed     frozen cases, a question's calls in one batch: how submissions are judged
live calls   frozen cases, one round trip a call
Hypothesis   cases drawn anew, one round trip a call: what shrinking does after a failure
"""

import statistics
import time
from collections.abc import Callable

import hypothesis
from hypothesis import Phase, settings
from rich.console import Console
from rich.table import Table

from autograder.engine import Judge
from autograder.labs import all_labs
from autograder.normalise import normalise
from autograder.notebook import solve
from autograder.records import Outcome
from autograder.replay.judge import judge_live, judge_test
from autograder.replay.submitted import Submitted
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import build_wall
from autograder.submissions import Submission

RUNS = 7


def main() -> None:
    """Print one row a lab and way: the median of RUNS runs that take turns, and the ratio to replay."""
    table = Table("lab", "way", "milliseconds", "ratio", title="one submission, warm sandbox")
    for lab in all_labs():
        submission = normalise(solve(lab), lab)
        with Judge(lab, build_wall(Policy(), "warm")) as judge:
            ways: dict[str, Callable[[Judge, Submission], None]] = {
                "replayed": lambda judge, submission: judge.judge(submission) and None,
                "live calls": _live_calls,
                "Hypothesis": _hypothesis,
            }
            seconds: dict[str, list[float]] = {way: [] for way in ways}
            for _ in range(RUNS):
                for way, run in ways.items():
                    started = time.perf_counter()
                    run(judge, submission)
                    seconds[way].append(time.perf_counter() - started)
        medians = {way: statistics.median(times) for way, times in seconds.items()}
        for way, median in medians.items():
            table.add_row(lab.name, way, f"{1000 * median:.0f}", f"{median / medians['replayed']:.1f}")
    Console(width=100).print(table)


def _live_calls(judge: Judge, submission: Submission) -> None:
    submitted = Submitted(judge.sandbox, submission.cells, judge.modules)
    for script in judge.scripts.values():
        assert judge_test(script, submitted, judge.suite.contract, results={}).outcome is Outcome.PASSED
    submitted.drop()


def _hypothesis(judge: Judge, submission: Submission) -> None:
    submitted = Submitted(judge.sandbox, submission.cells, judge.modules)
    for test in judge.suite.tests:
        if test.drawn is None:
            continue
        wrapper, inner = test.drawn, test.drawn.hypothesis.inner_test
        own = wrapper._hypothesis_internal_use_settings

        def body(test=test, **case: object) -> None:
            verdict, _ = judge_live(test.body, case, submitted, judge.suite.contract)
            assert verdict.outcome in (Outcome.PASSED, Outcome.BLOCKED), verdict.message

        try:
            wrapper.hypothesis.inner_test = body
            wrapper._hypothesis_internal_use_settings = settings(own, phases=[Phase.generate], database=None)
            hypothesis.seed(1)(wrapper)()
        finally:
            wrapper.hypothesis.inner_test, wrapper._hypothesis_internal_use_settings = inner, own
    submitted.drop()


if __name__ == "__main__":
    main()
