"""One submission's process as the judge sees it: its cells, frozen examples in a batch, single operations."""

import secrets
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from autograder.sandbox.allowance import Allowance
from autograder.sandbox.box_lost import BoxLost as BoxLost
from autograder.sandbox.inside.run import Op
from autograder.sandbox.inside.serve import NONCE_BYTES, batch
from autograder.sandbox.inside.values import Raised
from autograder.sandbox.inside.wire import WireError, decode, encode
from autograder.sandbox.policy import Policy


class Channel(Protocol):
    """Frames to and from one process."""

    def send(self, payload: bytes, seconds: float) -> None:
        """Send one frame within `seconds`; raises BoxLost."""

    def receive(self, seconds: float) -> bytes:
        """The next frame, whole within `seconds`; raises BoxLost."""

    def close(self) -> None:
        """End the process."""


@dataclass(frozen=True)
class Batch:
    """The operations of frozen examples, encoded once for all submissions."""

    payload: bytes
    calls: tuple[int, ...]  # operations of each example
    seconds: tuple[float, ...]  # what each example may take, where that is more than a call's usual time

    @classmethod
    def of(cls, examples: Sequence[list[Op]], seconds: Sequence[float] = ()) -> "Batch":
        """Encode."""
        times = tuple(seconds) or (0.0,) * len(examples)
        return cls(batch(examples), tuple(len(ops) for ops in examples), times)


class Box:
    """One process that holds one submission and nothing else. `allowance`: what the whole submission may still take."""

    def __init__(self, channel: Channel, policy: Policy) -> None:
        self.channel, self.policy = channel, policy
        self.allowance = Allowance()

    def provide(self, modules: Sequence[tuple[str, str]]) -> None:
        """Make modules (name, text) of the kit's own that the submission can import."""
        self._reply(self._request(encode(("provide", list(modules)))), self.policy.cell_seconds)

    def load(self, cells: Sequence[tuple[int, str]]) -> Iterator[Raised | None]:
        """Run cells in order; what each raised, or None. BoxLost says at which cell the process ended."""
        nonce = self._request(encode(("load", list(cells))))
        for _ in cells:
            answer = self._reply(nonce, self.policy.cell_seconds)
            if answer is not None and type(answer) is not Raised:
                raise BoxLost("crashed", "the process sent something else than a cell's outcome")
            yield answer

    def batch(self, batch: Batch) -> Iterator[list[Any]]:
        """The results of each example, as they come."""
        nonce = self._request(batch.payload)
        for calls, seconds in zip(batch.calls, batch.seconds, strict=True):
            # Too short for many slow calls: they go live then.
            answer = self._reply(nonce, max(seconds, self.policy.call_seconds))
            if type(answer) is not list or len(answer) != calls:
                raise BoxLost("crashed", "the process sent something else than an example's results")
            yield answer

    def operate(self, op: Op, *, fresh: bool, seconds: float) -> Any:
        """Perform one operation of a live example; `fresh` starts a new example."""
        return self._reply(self._request(encode(("op", (fresh, op)))), seconds)

    def close(self) -> None:
        """End the process."""
        self.channel.close()

    def _request(self, payload: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        with self.allowance.waiting():
            # An idle process reads at once; only one that does not want to takes longer than a moment.
            self.channel.send(nonce + payload, min(self.policy.cell_seconds, self.allowance.seconds))
        return nonce

    def _reply(self, nonce: bytes, seconds: float) -> Any:
        with self.allowance.waiting():
            frame = self.channel.receive(min(seconds, self.allowance.seconds))
        if frame[:NONCE_BYTES] != nonce:
            raise BoxLost("crashed", "the process sent a frame that nobody asked for")
        self.allowance.take(len(frame), *struct.unpack_from(">I", frame.ljust(NONCE_BYTES + 4, b"\0"), NONCE_BYTES))
        try:
            return decode(memoryview(frame)[NONCE_BYTES:], writeable=False)
        except WireError as error:
            raise BoxLost("crashed", f"the process sent a frame outside the grammar: {error}") from None
