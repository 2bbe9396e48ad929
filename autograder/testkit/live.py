"""Live examples: each operation goes to the submission at once."""

from typing import Any

from autograder.sandbox.box import Box, BoxLost
from autograder.sandbox.inside.run import Op
from autograder.sandbox.proxy import Contract, Example


class LiveExample(Example):
    """One run of a test's body against a box; `lost` is what ended the box, if it did, and `culprit` the function."""

    def __init__(self, contract: Contract, box: Box, seconds: float | None = None) -> None:
        super().__init__(contract)
        self.box = box
        self.seconds = seconds or box.policy.call_seconds
        self.lost: BoxLost | None = None
        self.culprit = ""

    def perform(self, op: Op) -> Any:
        """Send the operation, wait for its result; raises BoxLost with a sentence that names the function."""
        try:
            return self.box.operate(self.referenced(op), fresh=self.count == 1, seconds=self.seconds)
        except BoxLost as lost:
            self.culprit = op[1] if op[0] in ("call", "echo") else op[2]
            late = f"{self.culprit} did not return within {self.seconds:g} seconds"
            reason = late if lost.outcome == "timeout" else f"{self.culprit} was called, and {lost.reason}"
            self.lost = BoxLost(lost.outcome, reason)
            raise self.lost from lost
