"""What one case of one hidden test says about a submission."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.records import Outcome, Table
from autograder.replay.script import Diverged
from autograder.sandbox.box import BoxLost
from autograder.sandbox.proxy import Example, SubmissionError, running
from autograder.testkit.asserts import Blocked


@dataclass(frozen=True)
class Verdict:
    """A case's outcome, the sentence for the student, and what came back, for diagnosis."""

    outcome: Outcome
    message: str = ""
    transcript: tuple[Any, ...] = ()
    table: Table | None = None  # row by row, where the claim is about rows


def judge_case(
    body: Callable[..., None], case: dict[str, Any], example: Example, asked: Sequence[str] | None = None
) -> Verdict:
    """Run a test's body on an example; raises Diverged, and BoxLost when the process is gone.

    asked: what the recorded case calls; the transcript ends where something else was called.
    """
    table = None
    try:
        with running(example):
            body(**case)
    except (Diverged, BoxLost):
        raise
    except Blocked as blocked:
        outcome, message = Outcome.BLOCKED, str(blocked)
    except (AssertionError, SubmissionError) as error:
        outcome, message = Outcome.FAILED, str(error).partition("\nassert")[0]
        table = getattr(error, "table", None)
    except Exception as error:
        # The reference passes this body on this case, so what was returned is to blame.
        outcome, message = Outcome.FAILED, f"what was returned could not be used ({type(error).__name__})"
    else:
        outcome, message = Outcome.PASSED, ""
    transcript = tuple(example.transcript) if asked is None else example.seen(asked)
    return Verdict(outcome, message, transcript, table)


def size(case: Any) -> int:
    """How many numbers a case holds: of several failures, the smallest is shown."""
    if isinstance(case, np.ndarray):
        return int(case.size)
    if isinstance(case, dict):
        return sum(map(size, case.values()))
    if isinstance(case, tuple | list):
        return sum(map(size, case))
    return 1
