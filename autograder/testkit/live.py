"""Live examples: each operation goes to the submission at once."""

from typing import Any

from autograder.sandbox.box import Box
from autograder.sandbox.inside.run import Op
from autograder.sandbox.proxy import Contract, Example


class LiveExample(Example):
    """One run of a test's body against a box."""

    def __init__(self, contract: Contract, box: Box) -> None:
        super().__init__(contract)
        self.box = box

    def perform(self, op: Op) -> Any:
        """Send the operation, wait for its result."""
        return self.box.operate(op, fresh=self.count == 1)
