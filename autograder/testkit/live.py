"""Live examples: each operation goes to the submission at once."""

from collections.abc import Mapping
from typing import Any

from autograder.sandbox.box import Box, BoxLost
from autograder.sandbox.inside.run import Op
from autograder.sandbox.proxy import Example, Names, called


class LiveExample(Example):
    """One run of a test's body against a box; `lost` is what ended the box, if it did, and `culprit` the function."""

    def __init__(self, contract: Mapping[str, Names], box: Box, haste: float = 1.0) -> None:
        super().__init__(contract)
        self.box = box
        self.haste = haste  # each call gets this part of its time: 2 halves it
        self.lost: BoxLost | None = None
        self.culprit = ""

    def perform(self, op: Op) -> Any:
        """Send the operation, wait for its result; raises BoxLost with a sentence that names the function."""
        seconds = self.contract.time(op, self.box.policy.call_seconds) / self.haste
        try:
            return self.box.operate(self.referenced(op), fresh=self.count == 1, seconds=seconds)
        except BoxLost as lost:
            if self.box.allowance.spent is not None:
                self.lost = self.box.allowance.spent  # no single function's doing
                raise self.lost from lost
            self.culprit = called(op)
            late = f"{self.culprit} did not return within {seconds:g} seconds"
            reason = late if lost.outcome == "timeout" else f"{self.culprit} was called, and {lost.reason}"
            self.lost = BoxLost(lost.outcome, reason)
            raise self.lost from lost
