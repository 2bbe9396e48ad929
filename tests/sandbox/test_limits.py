"""What holds for a submission as a whole: memory of all its processes together, time and output in all."""

import contextlib
import struct
import time

import numpy as np
import pytest

from autograder.sandbox import wall as wall_module
from autograder.sandbox.allowance import Allowance
from autograder.sandbox.box import Box, BoxLost
from autograder.sandbox.inside.wire import encode
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import Wall
from autograder.sandbox.watchdog import Watchdog, _descendants

from .conftest import POLICY, call, load

SPREAD = """
import os, time
def f(count, mib, shared):
    import mmap
    for _ in range(count):
        if os.fork() == 0:
            held = mmap.mmap(-1, mib << 20, mmap.MAP_SHARED if shared else mmap.MAP_PRIVATE)
            for place in range(0, mib << 20, 4096):
                held[place] = 1
            time.sleep(60)
    time.sleep(6)
    return "still there"
"""


@pytest.mark.parametrize("shared", [False, True])
def test_memory_of_all_processes_together_is_bounded(wall, shared):
    started = time.monotonic()
    with contextlib.closing(load(wall.open(), SPREAD)) as box, pytest.raises(BoxLost) as lost:
        call(box, 5, POLICY.memory_mib // 4, shared)
    assert lost.value.outcome == "crashed"
    assert lost.value.reason == "its processes together took more memory than they may"
    assert time.monotonic() - started < 5.5


def test_memory_is_watched_while_a_process_does_not_read(warm):
    source = SPREAD.replace("time.sleep(6)", "time.sleep(60)")
    with contextlib.closing(load(warm.open(), source)) as box:
        # The reply is not awaited: the next request finds nobody who reads it.
        box._request(encode(("op", (True, ("call", "f", (5, POLICY.memory_mib // 4, False), {}, None)))))
        with pytest.raises(BoxLost, match="more memory"):
            box._request(encode(("op", (True, ("call", "f", (np.zeros(1 << 20),), {}, None)))))


def test_what_a_fork_shares_with_numpy_is_not_counted(warm):
    source = SPREAD.replace("time.sleep(6)", "time.sleep(0.5)")
    with contextlib.closing(load(warm.open(), source)) as box:
        assert call(box, 5, 4, False) == "still there"
    assert _descendants(warm._nursery.process.pid)


@pytest.mark.parametrize("name", ["memfd_create", "shmget", "semget", "msgget"])
def test_memory_that_belongs_to_no_process_cannot_be_had(warm, name):
    source = f"""
import ctypes, errno
def f():
    libc = ctypes.CDLL(None, use_errno=True)
    got = libc.{name}({'b"x", 0' if name == "memfd_create" else "0, 1 << 20, 0o1666"})
    return got, errno.errorcode.get(ctypes.get_errno())
"""
    with contextlib.closing(load(warm.open(), source)) as box:
        assert call(box) == (-1, "EPERM")


def test_a_sandbox_whose_memory_cannot_be_seen_does_not_start(monkeypatch):
    class Blind(Watchdog):
        def __init__(self, root: int, cap: int) -> None:
            super().__init__(root, cap)
            self.address_space = 0

    monkeypatch.setattr(wall_module, "Watchdog", Blind)
    wall = Wall(POLICY, "warm")
    with pytest.raises(wall_module.InfrastructureError, match="cannot be looked up in /proc"):
        wall.open()


def test_looks_are_rare_enough_to_cost_nothing(warm):
    with contextlib.closing(load(warm.open(), "def f(): return 1")) as box:
        watchdog = box.channel.nursery.watchdog
        watchdog._next = 0.0
        started = time.monotonic()
        watchdog.exceeded()
        took = time.monotonic() - started
        assert watchdog.pause > 10 * took or took < 0.005


class Canned:
    """A channel that answers each request with the same payload after some time."""

    def __init__(self, payload: bytes, seconds: float = 0.0) -> None:
        self.payload, self.seconds, self.deadlines = payload, seconds, []

    def send(self, payload: bytes, seconds: float) -> None:
        self.nonce = payload[:8]

    def receive(self, seconds: float) -> bytes:
        self.deadlines.append(seconds)
        time.sleep(min(self.seconds, seconds))
        if self.seconds > seconds:
            raise BoxLost("timeout", "the deadline passed")
        return self.nonce + self.payload


def boxed(channel: Canned, **allowance: float) -> Box:
    box = Box(channel, Policy())
    box.allowance = Allowance(**allowance)
    return box


def test_time_in_all_cuts_the_last_deadline_and_then_nothing_is_asked_any_more():
    channel = Canned(struct.pack(">I", 1) + b"1", 0.4)
    box = boxed(channel, seconds=1.0)
    assert [call(box), call(box)] == [1, 1]
    with pytest.raises(BoxLost) as lost:
        call(box)
    assert lost.value.outcome == "timeout"
    assert channel.deadlines[0] == pytest.approx(1.0, abs=0.1)
    assert channel.deadlines[2] < 0.21
    with pytest.raises(BoxLost, match="whole notebook was used up"):
        call(box)
    assert len(channel.deadlines) == 3


def test_output_in_all_is_bounded_and_text_counts_for_what_it_takes_in_memory():
    array = boxed(Canned(struct.pack(">I", 1) + b"1" + b"\0" * 0), output=10_000)
    for _ in range(100):
        call(array)
    text = b"[" + b"[]," * 300 + b"[]]"
    lists = boxed(Canned(struct.pack(">I", len(text)) + text), output=10_000)
    with pytest.raises(BoxLost) as lost:
        call(lists)
    assert (lost.value.outcome, lists.allowance.spent is not None) == ("crashed", True)
    with pytest.raises(BoxLost, match="more than is read"):
        call(lists)


def test_a_frame_too_short_for_a_skeleton_is_outside_the_grammar():
    with pytest.raises(BoxLost, match="outside the grammar"):
        call(boxed(Canned(b""), output=100))


def test_an_allowance_counts_what_the_suite_grants():
    allowance = Allowance.of(Policy(submission_seconds=10, output_mib=3), granted=5)
    assert (allowance.seconds, allowance.output) == (15, 3 << 20)
