"""No wall: the submission runs in the judge's own process. For an author's own files and for tests of suites only."""

from collections.abc import Collection, Iterator

from autograder.sandbox.box import Box, BoxLost
from autograder.sandbox.inside.run import Runner
from autograder.sandbox.inside.serve import replies
from autograder.sandbox.policy import Policy


class InProcessChannel:
    """The same frames and the same code as behind the wall, without the wall and without deadlines."""

    def __init__(self, allowed: Collection[str] | None) -> None:
        self.runner = Runner(allowed)
        self.pending: Iterator[bytes] = iter(())

    def send(self, payload: bytes, seconds: float) -> None:
        """Answer lazily: what a request asks for is done when its replies are read."""
        self.pending = replies(self.runner, payload)

    def receive(self, seconds: float) -> bytes:
        """The next reply."""
        try:
            return next(self.pending)
        except StopIteration:
            raise BoxLost("crashed", "the process sent no reply") from None

    def close(self) -> None:
        """Nothing to end."""


class InProcessSandbox:
    """Opens boxes without a wall. `restricted`: what the policy does not allow cannot be imported."""

    isolation = "none"

    def __init__(self, policy: Policy, *, restricted: bool = False) -> None:
        self.policy, self.restricted = policy, restricted

    def open(self) -> Box:
        """A box in this process."""
        return Box(InProcessChannel(self.policy.imports if self.restricted else None), self.policy)

    def close(self) -> None:
        """Nothing to end."""
