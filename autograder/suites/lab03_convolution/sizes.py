"""Answers that were built on a wrong conv_output_size wait for it: no double punishment."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from autograder.sandbox.proxy import SubmissionFunction
from autograder.suites.lab03_convolution.definition import output_size
from autograder.testkit import Blocked, Case, assert_equal, assert_raises, builds_on


@contextmanager
def sized_by(conv_output_size: SubmissionFunction, *cases: Case) -> Iterator[None]:
    """What fails inside is blocked if conv_output_size is wrong on one of these cases; what passes inside, passes.

    conv_output_size is asked first and in any case, so that the calls of a case are always the same.
    """
    wrong = None
    try:
        with builds_on(conv_output_size):
            for case in cases:
                _ask(conv_output_size, case)
    except Blocked as blocked:
        wrong = blocked
    try:
        yield
    except Exception:
        if wrong is not None:
            raise wrong from None
        raise


def _ask(conv_output_size: SubmissionFunction, case: Case) -> None:
    for size, kernel in zip(case.x.shape[2:], case.w.shape[2:], strict=True):
        arguments = (size, kernel, case.stride, case.padding)
        if case.stride < 1 or case.padding < 0 or kernel > size + 2 * case.padding:
            assert_raises(ValueError, conv_output_size, *arguments)
        else:
            size_out = conv_output_size(*arguments)
            assert_equal("the size", size_out, output_size(*arguments))
            assert isinstance(size_out, int | np.integer)
