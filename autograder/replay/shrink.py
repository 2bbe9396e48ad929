"""The smallest input that shows a failure: Hypothesis, live, only after a test failed, within a time budget.

What it finds depends on time, so it is shown beside a record, never stored in one.
"""

import contextlib
import time
from dataclasses import dataclass
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, settings

from autograder.records import Outcome
from autograder.replay.judge import judge_live
from autograder.replay.script import TestScript
from autograder.replay.submitted import Submitted
from autograder.replay.verdict import Verdict, size
from autograder.sandbox.proxy import Contract

EXAMPLES = 200
FAILURES = (Outcome.FAILED, Outcome.CRASHED, Outcome.TIMEOUT)


@dataclass(frozen=True)
class Smallest:
    """A test's arguments and what was seen on them."""

    case: dict[str, Any]
    message: str


class _Shown(Exception):
    """One kind of failure, so that Hypothesis shrinks towards any failure of the test."""


def smallest(
    script: TestScript, submitted: Submitted, contract: Contract, seed: int, seconds: float = 5.0
) -> Smallest | None:
    """Shrink a failing test's case; None when the test draws nothing or does not fail again in time."""
    wrapper: Any = script.test.drawn
    if wrapper is None:
        return None
    deadline = time.monotonic() + seconds
    found: list[tuple[int, Smallest]] = []

    def body(**case: Any) -> None:
        if time.monotonic() > deadline:
            return  # Hypothesis sees only passing examples from here on and stops soon
        verdict: Verdict = judge_live(script.test.body, case, submitted, contract)[0]
        if verdict.outcome in FAILURES:
            found.append((size(case), Smallest(case, verdict.message)))
            raise _Shown

    inner, own = wrapper.hypothesis.inner_test, getattr(wrapper, "_hypothesis_internal_use_settings", settings())
    wanted = settings(
        own,
        max_examples=EXAMPLES,
        phases=[Phase.generate, Phase.shrink],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    try:
        wrapper.hypothesis.inner_test = body
        wrapper._hypothesis_internal_use_settings = wanted
        with contextlib.suppress(Exception), contextlib.redirect_stdout(None):
            hypothesis.seed(seed)(wrapper)()
    finally:
        wrapper.hypothesis.inner_test = inner
        wrapper._hypothesis_internal_use_settings = own
    return min(found, key=lambda pair: pair[0])[1] if found else None
