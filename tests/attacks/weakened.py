"""The wall with one protection taken away, by name; a pytest plugin: GRADLAB_WEAKENED=NAME pytest -p weakened ...

Each is switched off where it stands: in bubblewrap's arguments, in the text of what runs inside, or in the judge.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder import normalise
from autograder.errors import InfrastructureError
from autograder.replay import submitted
from autograder.sandbox import allowance, box, bubblewrap, wall, watchdog
from autograder.sandbox.box_lost import BoxLost
from autograder.sandbox.inside import wire
from autograder.sandbox.policy import Policy

LAYERS, LIMITS, WIRE = (f"sandbox/test_{name}.py" for name in ("layers", "limits", "wire"))
WALL = " ".join(f"sandbox/test_wall{part}.py" for part in ("", "_held", "_left", "_failures"))
IMPORTS, ALLOWANCE, NORMALISE = (
    "replay/test_imports.py",
    "replay/test_allowance.py",
    "notebook/test_normalise_bounds.py",
)

Off = Callable[[], None]


def without(*words: str) -> Off:
    """bubblewrap's arguments without this run of words, wherever it stands."""

    def off() -> None:
        full = bubblewrap.argument_list

        def weak(*args: Any, **kwargs: Any) -> list[str]:
            arguments = full(*args, **kwargs)
            end, kept, place, found = arguments.index("--"), [], 0, False
            while place < len(arguments):
                if place < end and arguments[place : place + len(words)] == list(words):
                    place, found = place + len(words), True
                else:
                    kept.append(arguments[place])
                    place += 1
            assert found or words[0] == "--remount-ro", f"{words} are not there"
            return kept

        bubblewrap.argument_list = weak
        wall.argument_list = weak

    return off


def edited(module: str, old: str, new: str = "pass") -> Off:
    """A line of what runs inside, changed in a copy that is bound instead."""

    def off() -> None:
        copy = Path(tempfile.mkdtemp(prefix="gradlab-")) / "inside"
        shutil.copytree(bubblewrap.INSIDE, copy)
        copy.parent.chmod(0o755)
        path = copy / module
        text = path.read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {module}"
        path.write_text(text.replace(old, new))
        bubblewrap.INSIDE = copy

    return off


def replaced(owner: Any, name: str, value: Any) -> Off:
    """An attribute of the judge's side."""

    def off() -> None:
        assert hasattr(owner, name)
        setattr(owner, name, value)

    return off


def no_nonce() -> None:
    """Any frame is taken for the reply that is waited for."""

    def reply(self: Any, nonce: bytes, seconds: float) -> Any:
        frame = self.channel.receive(seconds)
        try:
            return box.decode(memoryview(frame)[8:], writeable=False)
        except box.WireError as error:
            raise box.BoxLost("crashed", f"a frame outside the grammar: {error}") from None

    box.Box._reply = reply


def no_size() -> None:
    """Temporary files without a cap, in bubblewrap's arguments."""
    full = bubblewrap.argument_list

    def weak(*args: Any, **kwargs: Any) -> list[str]:
        arguments = full(*args, **kwargs)
        while "--size" in arguments:
            place = arguments.index("--size")
            del arguments[place : place + 2]
        return arguments

    bubblewrap.argument_list = weak
    wall.argument_list = weak


def more_packages() -> None:
    """The kit itself beside NumPy."""
    package = bubblewrap._package
    kit = str(Path(bubblewrap.__file__).parents[1])
    bubblewrap._package = lambda name: [*package(name), "--ro-bind", kit, "/packages/autograder"]


def judge_s_environment() -> None:
    """bubblewrap is started with the judge's environment."""
    popen = subprocess.Popen
    wall.subprocess = type(
        "subprocess",
        (),
        {**vars(subprocess), "Popen": staticmethod(lambda *args, env=None, **kwargs: popen(*args, **kwargs))},
    )


def deadline_of_a_part() -> None:
    """Each part of a frame has the whole time."""

    def fill(self: Any, length: int, deadline: float) -> None:
        seconds = deadline - time.monotonic()
        while len(self.buffer) < length:
            whole(self, len(self.buffer) + 1, time.monotonic() + seconds)

    whole = wall.ChildChannel._fill
    wall.ChildChannel._fill = fill


def endless(cls: Any, policy: Any, granted: float = 0.0) -> Any:
    """An allowance that is no limit to time."""
    return cls(output=policy.output_mib << 20)


LIMIT = "(resource.RLIMIT_{}, {}),"
# name: how it is switched off, and where it should be noticed
PROTECTIONS: dict[str, tuple[Off, str]] = {
    **{
        f"bubblewrap {word}": (without(word), LAYERS)
        for word in ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try",
                     "--die-with-parent", "--new-session", "--clearenv")
    },
    "bubblewrap a read-only root": (without("--remount-ro", "/"), LAYERS),
    "bubblewrap a read-only /dev": (without("--remount-ro", "/dev"), LAYERS),
    "bubblewrap a read-only /tmp of the nursery": (without("--remount-ro", "/tmp"), LAYERS),
    "bubblewrap read-only covers": (replaced(bubblewrap, "_cover", lambda place: ["--tmpfs", place]), LAYERS),
    "bubblewrap covers over installed packages": (replaced(bubblewrap, "_cover", lambda place: []), LAYERS),
    "bubblewrap the size of temporary files": (no_size, LAYERS),
    "bubblewrap only the packages of the policy": (more_packages, LAYERS),
    "bubblewrap no environment of its own": (judge_s_environment, LAYERS),
    "bubblewrap --unshare-user": (without("--unshare-user"), LAYERS),
    "jail another user": (edited("main.py", "jail.become(settings[\"uid\"])"), LAYERS),
    "jail no other groups": (edited("jail.py", "os.setgroups([])"), LAYERS),
    **{
        f"jail a namespace of its own: {kind}": (
            edited("jail.py", "c_int(flags)", f"c_int(flags & ~CLONE_NEW{kind})"), LAYERS,
        )
        for kind in ("PID", "IPC", "NET", "UTS")
    },
    "jail a /tmp of its own": (edited("jail.py", '(("/tmp", 0), ', "("), LAYERS),
    "jail a /dev/shm of its own": (edited("jail.py", '("/dev/shm", 0), ', ""), LAYERS),
    "jail an empty /proc": (edited("jail.py", ', ("/proc", MS_RDONLY)', ""), LAYERS),
    "jail a read-only /proc": (edited("jail.py", '("/proc", MS_RDONLY)', '("/proc", 0)'), LAYERS),
    "jail the size of temporary files": (edited("jail.py", "size={files_mib}m,", ""), LAYERS),
    "jail the number of temporary files": (edited("jail.py", ",nr_inodes=1024", ""), LAYERS),
    "jail no programs in temporary files": (edited("jail.py", " | MS_NOEXEC | more", " | more"), LAYERS),
    "jail closed descriptors": (edited("jail.py", "os.closerange(4, 4096)"), LAYERS),
    "jail standard streams that lead nowhere": (edited("jail.py", "os.dup2(null, stream)"), LAYERS),
    **{
        f"jail limit {name}": (edited("jail.py", LIMIT.format(name, value), ""), LAYERS)
        for name, value in (("AS", "memory_bytes"), ("NPROC", "processes"), ("FSIZE", "files_mib << 20"),
                            ("CPU", "cpu_seconds"), ("NOFILE", "64"), ("CORE", "0"), ("MSGQUEUE", "0"))
    },
    "jail dropped capabilities": (
        edited("jail.py", '_check(_libc.capset(header, struct.pack("6I", *[0] * 6)), "capset")'), LAYERS,
    ),
    "jail the bounding set": (edited("jail.py", "range(64)", "range(0)"), LAYERS),
    "jail no_new_privs": (edited("jail.py", "_prctl(PR_SET_NO_NEW_PRIVS, 1)"), LAYERS),
    "jail the filter of system calls": (edited("jail.py", "if program:", "if False:"), LAYERS),
    "jail death with the keeper": (edited("main.py", "jail.die_with_parent()"), LAYERS),
    "nursery kills the child": (edited("main.py", "os.kill(child or keeper, signal.SIGKILL)"), WALL),
    "judge the nonce": (no_nonce, WALL),
    "judge the cap of a frame": (
        replaced(wall, "frame_length", lambda prefix, cap: int.from_bytes(prefix, "big")), WALL,
    ),
    "judge one deadline for a whole frame": (deadline_of_a_part, WALL),
    "judge the memory of all processes": (replaced(watchdog.Watchdog, "exceeded", lambda self: False), LIMITS),
    "judge time in all": (replaced(allowance.Allowance, "of", classmethod(endless)), ALLOWANCE),
    "judge output in all": (replaced(allowance.Allowance, "take", lambda self, frame, skeleton: None), ALLOWANCE),
    "judge names of exceptions": (replaced(wire, "_word", lambda value, allowed: value), WIRE),
    "judge places in a notebook": (replaced(wire, "_place", lambda value: value), WIRE),
    "judge kinds of arrays": (replaced(wire, "KINDS", "biufcOUSVM"), WIRE),
    "judge depth": (replaced(wire, "DEPTH", 10**6), WIRE),
    "judge the number of values": (replaced(wire, "_check_size", lambda skeleton: None), WIRE),
    "judge the length of array headers": (replaced(wire, "HEADER_BYTES", 1 << 30), WIRE),
    "imports of the policy": (edited("standins.py", "not may_import(name, allowed)", "False"), IMPORTS),
    "the sentence about imports": (replaced(submitted, "refused_import", lambda *args: None), IMPORTS),
    "cells have their own line and no text": (
        edited("run.py", "Raised(kind, cell, line, _reason(kind, error))", "Raised(str(error), cell, line)"), WALL,
    ),
    "magics are no commands": (replaced(normalise, "neutralise", lambda source: (source, None)), NORMALISE),
}  # fmt: skip
# Without these the sandbox does not start at all, which is as well.
CLOSED = {"bubblewrap --unshare-uts"}
ROOT = {"jail another user", "jail no other groups"}  # protections that only root's judge has
ORDINARY = {"bubblewrap --unshare-user"}  # and that only others' have


def works() -> bool:
    """Whether a submission is still served: a wall that does not start would make any test fail."""
    policy = Policy(memory_mib=256, files_mib=8, processes=8)
    sandbox = wall.Wall(policy, "warm")
    try:
        with contextlib.closing(sandbox.open()) as box:
            loaded = list(box.load([(0, "def f(): return 1")]))
            return loaded == [None] and box.operate(("call", "f", (), {}, None), fresh=True, seconds=5) == 1
    except (InfrastructureError, BoxLost):
        return False
    finally:
        sandbox.close()


def pytest_configure() -> None:
    name = os.environ["GRADLAB_WEAKENED"]
    PROTECTIONS[name][0]()
    if not works():
        pytest.exit("the sandbox does not start", returncode=77)
