"""Alarms: how much is tried where calls take long."""

import pytest

from autograder.verify.alarms import times_of


@pytest.mark.parametrize(
    ("times", "seconds", "expected"), [(20, 0.0, 20), (20, 0.5, 20), (20, 10.0, 2), (20, 20.0, 1), (2, 10.0, 1)]
)
def test_calls_that_take_seconds_are_tried_on_fewer_examples(times: int, seconds: float, expected: int) -> None:
    assert times_of(times, seconds) == expected
