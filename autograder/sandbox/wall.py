"""The sandbox: nurseries behind bubblewrap, and a box a submission.

Warm keeps one nursery and asks it for a child a submission. Cold starts a nursery a submission, where the kernel does
not allow nested user namespaces. Which of the two works is found out by trying.
"""

import contextlib
import json
import os
import socket
import subprocess
import time
from dataclasses import dataclass, field

from autograder.errors import InfrastructureError, SandboxUnavailable
from autograder.sandbox.box import Box, BoxLost
from autograder.sandbox.bubblewrap import argument_list, find_bwrap
from autograder.sandbox.inside.wire import WireError, frame, frame_length
from autograder.sandbox.policy import Policy
from autograder.sandbox.watchdog import Watchdog

START_SECONDS = 30.0
FIRST_UID, UIDS = 200_000, 400_000  # a user of its own for every judge, when root hands children over
ATTEMPTS = 3
CHUNK = 1 << 18
NURSERY_SECONDS = 0.05  # how long its end may take to show


class Nursery:
    """One bubblewrap with a parent that forks children; at most one child at a time."""

    def __init__(self, policy: Policy, *, nested: bool) -> None:
        root, bwrap = os.geteuid() == 0, find_bwrap()
        self.control, theirs = socket.socketpair()
        settings = {
            "control": theirs.fileno(),
            "nested": nested,
            "uid": FIRST_UID + os.getpid() % UIDS if root else None,
            "memory_mib": policy.memory_mib,
            "processes": policy.processes,
            "files_mib": policy.files_mib,
            "cpu_seconds": policy.cpu_seconds,
            "imports": policy.imports,
        }
        arguments = argument_list(bwrap, policy, json.dumps(settings), nested=nested, root=root)
        self.process = subprocess.Popen(
            arguments,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={},  # that of bubblewrap itself can be read in the /proc of a cold box
        )
        theirs.close()
        self.busy = False
        try:
            self._expect(b"R")
            self.watchdog = Watchdog(self.process.pid, policy.memory_mib << 20)
            if not self.watchdog.address_space:
                raise InfrastructureError("the memory of its processes cannot be looked up in /proc")
            self.control.sendall(self.watchdog.address_space.to_bytes(8, "little"))
        except (InfrastructureError, OSError):
            self.close()
            raise

    def child(self) -> socket.socket:
        """A channel to a fresh child, locked in and ready; raises InfrastructureError or OSError."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self.control, [b"S"], [theirs.fileno()])
            self._expect(b"P")
            self.busy = True
            ours.settimeout(START_SECONDS)
            said = ours.recv(256)
            if said != b"R":
                raise InfrastructureError(said[1:].decode(errors="replace") or "its process ended at once")
        except (InfrastructureError, OSError):
            ours.close()
            raise
        return ours

    def end_child(self) -> None:
        """Kill the child and wait until it and everything it started is gone."""
        if self.busy:
            self.busy = False
            try:
                self.control.sendall(b"K")
                self._expect(b"G")
            except (InfrastructureError, OSError):
                self.close()  # the children die with it; the next box gets another nursery

    def close(self) -> None:
        """End the nursery."""
        with contextlib.suppress(OSError):
            self.control.close()
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stderr:
            self.process.stderr.close()

    def _expect(self, answer: bytes) -> None:
        self.control.settimeout(START_SECONDS)
        try:
            got = self.control.recv(1)
        except OSError:
            got = b""
        if got != answer:
            self.process.kill()
            stderr = self.process.stderr.read().decode(errors="replace").strip() if self.process.stderr else ""
            raise InfrastructureError(stderr.splitlines()[-1] if stderr else "no answer")


@dataclass
class ChildChannel:
    """Frames to and from a child; closing it ends the child."""

    nursery: Nursery
    stream: socket.socket
    cap: int
    keep_nursery: bool
    buffer: bytearray = field(default_factory=bytearray)

    def send(self, payload: bytes, seconds: float) -> None:
        """Send one frame; a child that does not read is lost."""
        deadline, rest = time.monotonic() + seconds, memoryview(frame(payload))
        while rest:
            try:
                self._patience(deadline)
                rest = rest[self.stream.send(rest[:CHUNK]) :]
            except TimeoutError:
                continue  # the deadline is looked at first
            except OSError:
                raise self._ended() from None

    def receive(self, seconds: float) -> bytes:
        """One frame, whole before the deadline."""
        deadline = time.monotonic() + seconds
        self._fill(4, deadline)
        try:
            length = frame_length(bytes(self.buffer[:4]), self.cap)
        except WireError as error:
            raise BoxLost("crashed", f"the process that ran it sent {error}") from None
        self._fill(4 + length, deadline)
        payload = bytes(memoryview(self.buffer)[4 : 4 + length])
        del self.buffer[: 4 + length]
        return payload

    def _fill(self, length: int, deadline: float) -> None:
        """Read until the buffer holds `length` bytes; what comes in one go is kept for the next frame."""
        while len(self.buffer) < length:
            try:
                self._patience(deadline)
                chunk = self.stream.recv(CHUNK)
            except TimeoutError:
                continue
            except OSError:
                chunk = b""
            if not chunk:
                raise self._ended()
            self.buffer += chunk

    def _patience(self, deadline: float) -> None:
        """Let the next operation on the stream wait until the deadline or the next look at the memory."""
        if self.nursery.watchdog.exceeded():
            raise BoxLost("crashed", "its processes together took more memory than they may")
        left = deadline - time.monotonic()
        if left <= 0:
            raise BoxLost("timeout", "the deadline passed")
        self.stream.settimeout(min(left, self.nursery.watchdog.pause + 0.001))

    def _ended(self) -> Exception:
        """Whose end it was. A submission reaches neither a nursery that is kept nor the bubblewrap around any."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self.nursery.process.wait(NURSERY_SECONDS)
            if self.keep_nursery or code < 0:
                return InfrastructureError("the sandbox ended while a submission was running in it")
        return BoxLost("crashed", "the process that ran it ended")

    def close(self) -> None:
        """End the child."""
        self.stream.close()
        if self.keep_nursery:
            self.nursery.end_child()
        else:
            self.nursery.close()


@dataclass
class Wall:
    """Opens boxes behind bubblewrap; `mode` is `warm` or `cold`."""

    policy: Policy
    mode: str
    isolation: str = "bubblewrap"
    _nursery: Nursery | None = field(default=None, repr=False)

    def open(self) -> Box:
        """A fresh box; a sandbox that does not start is tried again, then InfrastructureError."""
        for attempt in range(ATTEMPTS):
            try:
                return Box(self._channel(), self.policy)
            except SandboxUnavailable:
                raise
            except (InfrastructureError, OSError) as error:
                self.close()
                if attempt == ATTEMPTS - 1:
                    raise InfrastructureError(f"the sandbox could not be started: {error}") from error
        raise AssertionError("unreachable")

    def close(self) -> None:
        """End the nursery, if there is one."""
        if self._nursery is not None:
            self._nursery.close()
            self._nursery = None

    def _channel(self) -> ChildChannel:
        warm = self.mode == "warm"
        if self._nursery is None or not warm:
            nursery = Nursery(self.policy, nested=warm)
            self._nursery = nursery if warm else None
        else:
            nursery = self._nursery
        try:
            return ChildChannel(nursery, nursery.child(), self.policy.reply_mib << 20, keep_nursery=warm)
        except (InfrastructureError, OSError):
            nursery.close()
            raise


def build_wall(policy: Policy, mode: str | None = None) -> Wall:
    """The best wall that works here, tried out; raises SandboxUnavailable with what was refused."""
    reasons: dict[str, str] = {}
    for candidate in (mode,) if mode else ("warm", "cold"):
        wall = Wall(policy, candidate)
        try:
            with contextlib.closing(wall.open()) as box:
                outcomes = list(box.load([(0, "import numpy")]))
            if outcomes == [None]:
                return wall
            reasons[candidate] = "NumPy cannot be imported inside"
        except (InfrastructureError, BoxLost) as error:
            reasons[candidate] = str(error)
        wall.close()
    once = len(set(reasons.values())) == 1
    said = next(iter(reasons.values())) if once else "; ".join(f"{mode}: {why}" for mode, why in reasons.items())
    raise SandboxUnavailable(
        f"no sandbox can be started, so nothing is graded ({said}). `gradlab doctor` says what to do."
    )
