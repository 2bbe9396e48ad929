"""What one submission may still take, over all its processes one after the other: time and output."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from autograder.sandbox.box_lost import BoxLost
from autograder.sandbox.policy import Policy

SKELETON_WEIGHT = 20  # a list of lists takes up to so many times its text in the judge's memory


@dataclass
class Allowance:
    """Counts down; `spent` says by a BoxLost what came to its end first. By default there is no end."""

    seconds: float = math.inf
    output: float = math.inf  # bytes
    spent: BoxLost | None = None

    @classmethod
    def of(cls, policy: Policy, granted: float = 0.0) -> Self:
        """That of a policy; `granted` seconds are what the suite gives to slow calls."""
        return cls(policy.submission_seconds + granted, policy.output_mib << 20)

    def check(self) -> None:
        """Raise BoxLost once something is used up."""
        if self.spent is not None:
            raise BoxLost(self.spent.outcome, self.spent.reason)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Count the time that the judge waits; the deadline inside may be cut to `seconds`."""
        self.check()
        started = time.monotonic()
        try:
            yield
        finally:
            self.seconds -= time.monotonic() - started
            if self.seconds <= 0:
                self.spent = BoxLost("timeout", "the time for the whole notebook was used up")

    def take(self, frame: int, skeleton: int) -> None:
        """Count a frame of so many bytes, with so many of them in its skeleton; raises BoxLost."""
        self.output -= frame + SKELETON_WEIGHT * skeleton
        if self.output < 0:
            self.spent = BoxLost("crashed", "the notebook sent more than is read of it in all")
            self.check()
