"""A question may build on another one: what is wrong there is not held against it a second time."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import numpy as np
from submission import early_stopping, lenet5_rows, shape_trace

from autograder.sandbox.proxy import SubmissionError
from autograder.suites.lab06_lenet.definition import ACTIVATIONS, IMAGE, POOLS, TRACE, lenet5, stopping, trace
from autograder.suites.lab06_lenet.lenet import a_case, filled, scores, slopes
from autograder.testkit import Blocked, assert_close, assert_equal, assert_rows
from autograder.testkit.networks import assert_slopes

F = TypeVar("F", bound=Callable[..., Any])
COLUMNS = ("layer", "kind", "channels", "kernel", "stride", "padding", "activation")


def waits_for(name: str, right: Callable[[], None]) -> Callable[[F], F]:
    """Decorate a test: where it fails and `right` fails, too, the case is blocked by the question `name`."""

    def around(test: F) -> F:
        @wraps(test)
        def body(*args: Any, **kwargs: Any) -> None:
            try:
                test(*args, **kwargs)
            except (AssertionError, SubmissionError, TypeError) as error:
                try:
                    right()
                except Exception:
                    raise Blocked(f"this waits for {name}") from error
                raise

        return body  # type: ignore[return-value]

    return around


def right_table() -> None:
    """Claim that lenet5_rows and shape_trace give what a network is built from."""
    for pool in POOLS:
        for activation in ACTIVATIONS:
            rows = lenet5(pool, activation)
            assert_rows("the table", lenet5_rows(pool, activation), rows, COLUMNS)
            assert_rows("the trace", shape_trace(list(rows), IMAGE), trace(rows, IMAGE), TRACE)


def right_stopping() -> None:
    """Claim that early_stopping is right on curves that rise, fall, and stay."""
    for losses in ([0.9, 0.6, 0.7, 0.6, 0.5, 0.8], [0.9, 0.5, 0.8, 0.7, 0.6, 0.4], [3.0, 2.0], [1.0]):
        for patience in (1, 2, 3):
            assert_equal("early_stopping", early_stopping(losses, patience), stopping(tuple(losses), patience))


def right_network() -> None:
    """Claim that a network of build_lenet5 has the right scores and gradients, again and again, from float32 images."""
    case = a_case(np.random.default_rng(0), "avg", "tanh", N=3)
    network = filled(case)
    for _ in range(2):
        assert_close("scores", network.forward(case.x), scores(case))
        network.backward(case.dout)
        assert_slopes(network.gradients(), slopes(case), case.dout)
    assert_close("scores", network.forward(case.x.astype("float32")), scores(case), rtol=1e-3, atol=1e-3)


after_table = waits_for("lenet5_rows and shape_trace", right_table)
after_stopping = waits_for("early_stopping", right_stopping)
after_network = waits_for("build_lenet5", right_network)
