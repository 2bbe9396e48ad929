"""Examples sent ahead in one batch: the submission works on the next while the judge looks at these."""

from collections import deque
from collections.abc import Sequence
from typing import Any

from autograder.replay.script import TestScript, batch_of
from autograder.replay.submitted import Submitted
from autograder.sandbox.box import Batch, BoxLost
from autograder.sandbox.proxy import Contract


class Stream:
    """The results of several tests' examples, in order; ends early, and is `lost`, when the process is lost."""

    def __init__(self, submitted: Submitted, batch: Batch) -> None:
        self._submitted = submitted
        self._held: deque[list[Any]] = deque()
        try:
            self._replies = submitted.box.batch(batch)
        except BoxLost:  # the submission has taken all that it may
            self._open, self.lost = False, True
            return
        self._open, self.lost = True, False
        submitted.busy = self.drain  # whoever wants the box for something else has to wait for what is under way

    def take(self, script: TestScript) -> dict[int, list[Any]]:
        """The results of a test's next cases by number, as far as the process lived."""
        results: dict[int, list[Any]] = {}
        for number in script.ahead:
            if not self._held and not self._read():
                break
            results[number] = self._held.popleft()
        return results

    def drain(self) -> None:
        """Read what is still to come, and keep it."""
        while self._read():
            pass

    def _read(self) -> bool:
        if not self._open:
            return False
        try:
            self._held.append(next(self._replies))
            return True
        except StopIteration:
            self._close()
        except BoxLost:
            self._close()
            self.lost = True
            self._submitted.lost += 1
            self._submitted.drop()
        return False

    def _close(self) -> None:
        self._open, self._submitted.busy = False, None


def joined(scripts: Sequence[TestScript], contract: Contract) -> Batch:
    """One batch of all tests' examples that can be sent ahead, in order."""
    return batch_of([ops for script in scripts for ops in script.scripts if ops is not None], contract)
