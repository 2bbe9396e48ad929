"""What a submission does to itself, or to its judge: it ends in time, and the next one is served."""

import contextlib
import time

import numpy as np
import pytest

from autograder.sandbox import wall as wall_module
from autograder.sandbox.box import BoxLost
from autograder.sandbox.inside.values import Raised
from autograder.sandbox.wall import Wall

from .conftest import POLICY, call, descendants, load
from .malice import ENDLESS, ENDS, FORGING, SURVIVES, body, honest


@pytest.mark.parametrize("name", ENDLESS)
def test_what_does_not_end_is_a_timeout_in_time(warm, name):
    started = time.monotonic()
    with contextlib.closing(load(warm.open(), body(ENDLESS[name]))) as box, pytest.raises(BoxLost) as lost:
        call(box, seconds=0.4)
    assert lost.value.outcome == "timeout"
    assert time.monotonic() - started < 5
    honest(warm)


@pytest.mark.parametrize("name", ENDS)
def test_what_ends_its_process_or_breaks_the_protocol_is_a_crash(warm, name):
    with contextlib.closing(load(warm.open(), body(ENDS[name]))) as box, pytest.raises(BoxLost) as lost:  # noqa: PT012
        call(box)
        call(box)  # an extra frame shows at the next reply
    assert lost.value.outcome == "crashed"
    assert "script" not in lost.value.reason
    honest(warm)


@pytest.mark.parametrize("name", SURVIVES)
def test_what_goes_wrong_inside_a_call_is_its_result(warm, name):
    source, wish = SURVIVES[name]
    with contextlib.closing(load(warm.open(), f"def f():\n    {source}\ndef g(): return 7")) as box:
        result = call(box)
        if isinstance(wish, Raised):
            assert isinstance(result, Raised)
            assert (result.kind, result.cell) == (wish.kind, wish.cell)
        else:
            assert result == wish
        assert call(box, name="g") == 7, "the process goes on"
    honest(warm)


@pytest.mark.parametrize("source", [ENDS["_exit"], ENDS["segfault"], ENDS["length of 4 GB"], ENDLESS["loop"]])
def test_a_cold_box_ends_the_same_way(source):
    cold = Wall(POLICY, "cold")
    with contextlib.closing(load(cold.open(), body(source))) as box, pytest.raises(BoxLost):
        call(box, seconds=1)
    honest(cold)
    cold.close()


def test_a_cell_can_do_no_more_than_a_call(warm):
    for source, outcome in ((ENDS["_exit"], "crashed"), (ENDLESS["loop"], "timeout")):
        with contextlib.closing(warm.open()) as box:
            cells = box.load([(0, "x = 1"), (1, source), (2, "y = 1")])
            assert next(cells) is None
            with pytest.raises(BoxLost) as lost:
                list(cells)
        assert lost.value.outcome == outcome
    honest(warm)


def test_a_fork_bomb_is_bounded_and_the_next_box_opens(wall):
    bomb = "import os\ndef f():\n    while True:\n        try: os.fork()\n        except OSError: pass"
    before = descendants()
    with contextlib.closing(load(wall.open(), bomb)) as box:
        with pytest.raises(BoxLost):
            call(box, seconds=0.7)
        assert len(descendants() - before) <= POLICY.processes + 6
    honest(wall)


def test_threads_are_bounded(warm):
    source = """
import threading, time
def f():
    for _ in range(99):
        threading.Thread(target=time.sleep, args=(9,)).start()
"""
    with contextlib.closing(load(warm.open(), source)) as box:
        assert call(box).kind == "RuntimeError"
    honest(warm)


def test_killing_everyone_hurts_nobody_else(wall):
    with contextlib.closing(load(wall.open(), body("os.kill(-1, 9)"))) as box, contextlib.suppress(BoxLost):
        call(box, seconds=1)
    honest(wall)


def test_a_forged_reply_is_only_a_value_and_its_twin_is_noticed(warm):
    with contextlib.closing(load(warm.open(), body("forge(payload(41)); return 42"))) as box:
        assert call(box) == 41
        with pytest.raises(BoxLost) as lost:
            call(box)
    assert lost.value.reason == "the process sent a frame that nobody asked for"
    honest(warm)


def test_forged_outcomes_of_cells_are_noticed(warm):
    with contextlib.closing(warm.open()) as box, pytest.raises(BoxLost) as lost:
        list(box.load([(0, FORGING), (1, 'forge(payload({"t": ["all tests passed"]}))'), (2, "x = 1")]))
    assert lost.value.outcome == "crashed"
    honest(warm)


def test_a_process_that_does_not_read_is_given_up(warm, monkeypatch):
    monkeypatch.setattr(wall_module, "START_SECONDS", 0.5)
    source = body("forge(payload(1))\n    while True: pass")
    with contextlib.closing(load(warm.open(), source)) as box:
        assert call(box) == 1
        with pytest.raises(BoxLost) as lost:
            call(box, np.zeros(1 << 20))
    assert lost.value.outcome == "timeout"
    monkeypatch.undo()
    honest(warm)


def test_a_reply_that_trickles_in_has_one_deadline(warm):
    source = """
import os, struct, time
def f():
    os.write(3, struct.pack(">I", 99))
    for _ in range(99):
        time.sleep(0.1)
        os.write(3, b"x")
"""
    started = time.monotonic()
    with contextlib.closing(load(warm.open(), source)) as box, pytest.raises(BoxLost) as lost:
        call(box, seconds=0.5)
    assert lost.value.outcome == "timeout"
    assert time.monotonic() - started < 3


def test_the_judge_asks_with_another_nonce_each_time(warm):
    with contextlib.closing(load(warm.open(), body("return nonce().hex()"))) as box:
        said = {call(box) for _ in range(5)}
    assert len(said) == 5
