"""What is left of a submission, and of a wall, when it is gone: nothing."""

import contextlib

import pytest

from autograder.sandbox.box import BoxLost
from autograder.sandbox.wall import Wall

from .conftest import POLICY, call, descendants, descriptors, load, settled
from .malice import ENDS, body, honest

LEAVING = """
import os, time, ctypes
def f():
    for place in ("/tmp", "/dev/shm"):
        with open(place + "/note", "w") as file:
            file.write("for the next one")
    libc = ctypes.CDLL(None)
    shared = libc.shmget(4242, 4096, 0o1666)
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(3600)
        os._exit(0)
    return shared
"""
FINDING = """
import os, ctypes
def f():
    libc = ctypes.CDLL(None)
    alive = []
    for pid in range(1, 400):
        try:
            os.kill(pid, 0)
        except OSError:
            continue
        alive.append(pid)
    return os.listdir("/tmp") + os.listdir("/dev/shm"), libc.shmget(4242, 4096, 0o666), alive, os.getpid()
"""


def test_files_shared_memory_and_processes_do_not_reach_the_next_submission(wall):
    with contextlib.closing(load(wall.open(), LEAVING)) as box:
        call(box)
    with contextlib.closing(load(wall.open(), FINDING)) as box:
        files, shared, alive, own = call(box)
    assert files == []
    assert shared == -1
    assert own in alive
    assert len(alive) <= (1 if wall.mode == "warm" else 4), "itself, and in a cold box its own ancestors"


SCRIBBLING = """
import os
def f():
    written = []
    for folder, _, names in os.walk("/"):
        if "note" in names:
            written.append(folder + ", found")
        try:
            open(folder + "/note", "w").close()
        except OSError:
            continue
        written.append(folder)
    return written
"""


def test_no_folder_at_all_can_be_written_to_but_the_temporary_ones(wall):
    for _ in range(2):  # the second would find what the first left
        with contextlib.closing(load(wall.open(), SCRIBBLING)) as box:
            assert sorted(call(box)) == ["/dev/shm", "/tmp"]


def test_nothing_runs_and_nothing_is_open_when_a_wall_is_closed(wall):
    processes, files = descendants(), descriptors()
    fresh = Wall(POLICY, wall.mode)
    for source in (LEAVING, body(ENDS["_exit"]), body(ENDS["length of 4 GB"])):
        with contextlib.closing(load(fresh.open(), source)) as box, contextlib.suppress(BoxLost):
            call(box)
    fresh.close()
    assert settled(lambda: descendants() == processes)
    assert descriptors() == files


def test_a_warm_wall_serves_many_submissions_with_the_same_few_processes_and_descriptors(warm):
    honest(warm)
    processes, files = len(descendants()), descriptors()
    for _ in range(20):
        honest(warm)
    assert len(descendants()) == processes
    assert descriptors() == files


def test_a_box_may_be_closed_twice_and_after_its_process_is_gone(warm):
    box = load(warm.open(), body(ENDS["_exit"]))
    with pytest.raises(BoxLost):
        call(box)
    box.close()
    box.close()
    honest(warm)
