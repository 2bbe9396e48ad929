"""The wall, warm and cold: what a submission sees, what it can do to itself, and what is left of it: nothing.

As root, those that may differ run a second time as an ordinary user, in a process of their own.
"""

import contextlib
import os
import sys
import sysconfig
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.errors import InfrastructureError, SandboxUnavailable
from autograder.labs import PACKAGE, SOLUTIONS, SUITES
from autograder.sandbox import bubblewrap
from autograder.sandbox import wall as wall_module
from autograder.sandbox.box import BoxLost
from autograder.sandbox.bubblewrap import ENVIRONMENT, argument_list
from autograder.sandbox.inside.values import Opaque, Raised
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import Wall, build_wall

from ..attacks.ordinary import hindrance, run
from .conftest import POLICY, call, descendants, descriptors, load

REPOSITORY = PACKAGE.parent
UNLIKE_ROOT = (
    "file or folder or written or environment or network or nobody or bomb or everyone or next or runs or locked"
)
INSPECTION = """
import ctypes, errno, importlib, os, socket, sys

def name_of(attempt, *args):
    try:
        attempt(*args)
    except BaseException as error:
        return type(error).__name__
    return "done"

def read(path):
    if os.path.isdir(path):
        return os.listdir(path)
    with open(path, "rb") as file:
        return file.read(1)

def write(folder):
    path = folder.rstrip("/") + "/left-behind"
    with open(path, "w") as file:
        file.write("x")
    os.remove(path)

def is_open(fd):
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True

def syscall(name, *args):
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*args) == 0:
        return "done"
    return errno.errorcode[ctypes.get_errno()]

def f(paths, folders):
    libc = ctypes.CDLL(None)
    return {
        "files": {path: name_of(read, path) for path in paths},
        "writes": {folder: name_of(write, folder) for folder in folders},
        "environment": dict(os.environ),
        "modules": {name: name_of(importlib.import_module, name) for name in
                    ("autograder", "solutions", "pytest", "hypothesis", "nbformat", "nbgrader", "matplotlib", "pip")},
        "path": [path for path in sys.path if os.path.isdir(path)],
        "descriptors": [fd for fd in range(64) if is_open(fd)],
        "socket": name_of(socket.socket),
        "pair": name_of(socket.socketpair),
        "user": [os.getuid(), os.geteuid(), os.getgid(), len(os.getgroups())],
        "setuid": name_of(os.setuid, 0),
        "chroot": name_of(os.chroot, "/tmp"),
        "mknod": name_of(os.mknod, "/tmp/device", 0o60666, 0x800),
        "unshare": syscall("unshare", 0x10000000),
        "mount": syscall("mount", b"tmpfs", b"/tmp", b"tmpfs", 0, None),
        "ptrace": syscall("ptrace", 0, 0, 0, 0),
        "exec": os.path.exists("/bin/sh") or os.path.exists("/usr/bin/env"),
        "host": socket.gethostname(),
        "root": sorted(os.listdir("/")),
        "dev": sorted(os.listdir("/dev")),
    }
"""
SECRETS = [
    *(
        "/etc/passwd",
        "/etc/shadow",
        "/etc/hostname",
        "/etc/resolv.conf",
        "/root",
        "/home",
        "/var",
        "/run",
        "/sys",
        "/boot",
    ),
    *("/work", "/opt", "/mnt", "/srv", "/usr/lib/python3/dist-packages", "/gradlab/sandbox", "/gradlab/inside/../.."),
    *map(str, (Path.home(), Path.cwd(), REPOSITORY, SUITES, SOLUTIONS, sysconfig.get_path("purelib"), sys.prefix)),
    __file__,
]
FOLDERS = ["/", "/gradlab", "/gradlab/inside", "/packages", "/packages/numpy", "/python", "/usr", "/usr/lib", "/etc",
           "/dev", "/dev/pts", "/proc", "/lib", "/tmp", "/dev/shm"]  # fmt: skip


@pytest.fixture(scope="module")
def seen(wall):
    """What a submission found when it looked around."""
    with contextlib.closing(load(wall.open(), INSPECTION)) as box:
        return call(box, SECRETS, FOLDERS)


def test_no_file_of_the_host_can_be_read(seen):
    readable = {path for path, found in seen["files"].items() if found == "done"}
    assert readable <= {"/gradlab/inside/../.."}, "only the root inside"
    assert set(seen["root"]) <= {"dev", "etc", "gradlab", "lib", "lib64", "packages", "proc", "python", "tmp", "usr"}


def test_nothing_can_be_written_but_temporary_files(seen):
    assert {folder for folder, found in seen["writes"].items() if found == "done"} == {"/tmp", "/dev/shm"}


def test_the_environment_tells_nothing(seen):
    assert seen["environment"].keys() <= {*ENVIRONMENT, "LD_LIBRARY_PATH", "PWD"}
    assert str(REPOSITORY) not in str(seen["environment"])


def test_no_module_but_numpy_and_the_standard_library_can_be_imported(seen):
    assert set(seen["modules"].values()) == {"ModuleNotFoundError"}
    assert not [path for path in seen["path"] if "site-packages" in path]


def test_there_is_no_network_and_no_descriptor_but_the_channel(seen):
    assert seen["socket"] == "PermissionError"
    assert seen["pair"] == "PermissionError"
    assert seen["descriptors"] == [0, 1, 2, 3]
    assert seen["host"] == "gradlab"


def test_nobody_becomes_root_or_asks_the_kernel_for_more(seen):
    assert 0 not in seen["user"][:3]
    assert seen["setuid"] in ("PermissionError", "OSError"), "not allowed, or not even mapped"
    assert {seen[call] for call in ("unshare", "mount", "ptrace")} == {"EPERM"}
    assert seen["chroot"] == seen["mknod"] == "PermissionError"
    assert not seen["exec"], "no programs"


def test_devices_are_the_harmless_ones(seen):
    assert set(seen["dev"]) <= {
        "console", "core", "fd", "full", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin", "stdout", "tty",
        "urandom", "zero",
    }  # fmt: skip


def test_the_judge_s_own_environment_and_arguments_do_not_show(wall, monkeypatch):
    monkeypatch.setenv("GRADLAB_SECRET", "do-not-tell")
    fresh = Wall(POLICY, wall.mode)
    source = """
import glob
def f():
    return [open(path, "rb").read().decode("latin1") for path in glob.glob("/proc/*/environ")]
"""
    with contextlib.closing(fresh), contextlib.closing(load(fresh.open(), source)) as box:
        said = call(box)
    assert "do-not-tell" not in str(said)


# What a submission does to itself

ENDLESS = {
    "loop": "while True: pass",
    "sleep": "import time; time.sleep(1000)",
    "power": "9**9**9**9",
    "uninterruptible": """
        import signal
        for number in range(1, 65):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        while True:
            try:
                while True: pass
            except BaseException: pass""",
}
ENDS = {
    "_exit": "import os; os._exit(0)",
    "abort": "import os; os.abort()",
    "segfault": "import ctypes; ctypes.string_at(0)",
    "channel closed": "import os; os.close(3)",
    "length of 4 GB": "import os; os.write(3, b'\\xff' * 4)",
    "length over the cap": f"import os, struct; os.write(3, struct.pack('>I', {(16 << 20) + 1}))",
    "frame that nobody asked for": "import os, struct; os.write(3, struct.pack('>I', 12) + b'12345678' + b'nice')",
    "empty frame": "import os; os.write(3, b'\\0' * 4)",
    "frame without a value": "forge(b'')",
    "pickle": "import pickle; forge(pickle.dumps(print))",
    "word for an exception": """forge(payload({"e": ["<script>", 0, 1]}))""",
    "word for what stays inside": """forge(payload({"o": "the hidden input"}))""",
    "results over the cap": "import numpy as np; return [np.zeros(1 << 20)] * 3",
}  # fmt: skip
SURVIVES = {
    "exit": ("raise SystemExit(0)", Raised("SystemExit", 0)),
    "interrupt": ("raise KeyboardInterrupt", Raised("KeyboardInterrupt", 0)),
    "memory in small parts": ("parts = []\n    while True: parts.append(bytearray(1 << 20))", Raised("MemoryError", 0)),
    "memory at once": ("import numpy as np; return np.ones(1 << 40)", Raised("MemoryError", 0)),
    "a big result": ("import numpy as np; return np.ones(5_000_000)", Opaque("huge array")),
    "many results": ("return [[0] * 2100] * 1000", [Opaque("object")] * 1000),
    "a deep result": ("x = 1\n    for _ in range(50): x = (x,)\n    return (0, x)[0]", 0),
    "a full disk": ("open('/tmp/x', 'wb').write(bytes(9 << 20))", Raised("OSError", 0)),
    "a full memory disk": ("for i in range(9): open(f'/dev/shm/{i}', 'wb').write(bytes(10**6))", Raised("OSError", 0)),
    "many files": ("for i in range(9999): open(f'/tmp/{i}', 'w').close()", Raised("OSError", 0)),
    "many descriptors": ("import os\n    while True: os.dup(1)", Raised("OSError", 0)),
    "output": ("for _ in range(2000): print('x' * 10_000)", None),
    "text in an exception": ("raise ValueError('<script>' * 1000)", Raised("ValueError", 0)),
}  # fmt: skip
FORGING = '''
import json, os, struct, sys

def nonce():
    """The nonce of the request that is being answered, found as an attacker would."""
    frame = sys._getframe()
    while frame is not None:
        if isinstance(frame.f_locals.get("nonce"), bytes):
            return frame.f_locals["nonce"]
        frame = frame.f_back

def forge(body):
    body = nonce() + body
    os.write(3, struct.pack(">I", len(body)) + body)

def payload(tree):
    skeleton = json.dumps(tree).encode()
    return struct.pack(">I", len(skeleton)) + skeleton
'''


def honest(wall: Wall) -> None:
    """The next submission is served as if nothing had been."""
    with contextlib.closing(load(wall.open(), "import os\ndef f(x): return x + 1, os.listdir('/tmp')")) as box:
        got, left = call(box, np.arange(3.0))
    assert np.array_equal(got, [1, 2, 3])
    assert left == []


def body(source: str) -> str:
    return f"{FORGING}\ndef f():\n    {source}"


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


# What is left

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


def settled(condition) -> bool:
    """Whether it comes true within a moment: the kernel reaps in its own time."""
    deadline = time.monotonic() + 3
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


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


# Our own failures


def test_a_nursery_that_is_killed_is_our_failure_and_the_next_box_has_another(warm):
    box = load(warm.open(), "def f(): return 1")
    warm._nursery.process.kill()
    with pytest.raises(InfrastructureError):  # noqa: PT012
        while True:  # its children die a moment later
            call(box)
    box.close()
    honest(warm)


def test_a_cold_sandbox_that_is_killed_from_outside_is_our_failure_and_from_inside_the_submission_s():
    cold = Wall(POLICY, "cold")
    with contextlib.closing(load(cold.open(), "import time\ndef f(): time.sleep(9)")) as box:
        box.channel.nursery.process.kill()
        with pytest.raises(InfrastructureError, match="ended while a submission was running"):
            call(box)
    for end in ("os.kill(os.getppid(), 9)", "os.kill(-1, 9)", "os.kill(2, 9)", "os.kill(1, 9)", "os._exit(3)"):
        source = f"import os\ndef f():\n    try: {end}\n    except OSError: pass\n    os._exit(1)"
        with contextlib.closing(load(cold.open(), source)) as box:
            with pytest.raises(BoxLost) as lost:
                call(box, seconds=2)
            assert lost.value.outcome in ("crashed", "timeout")
    honest(cold)
    cold.close()


def test_a_nursery_that_died_between_submissions_is_replaced(warm):
    honest(warm)
    warm._nursery.process.kill()
    warm._nursery.process.wait()
    honest(warm)


def test_a_child_that_cannot_be_locked_in_is_our_failure_and_says_why():
    files, processes = descriptors(), descendants()
    refused = Wall(replace(POLICY, files_mib=-5), "warm")
    with pytest.raises(InfrastructureError, match=r"could not be started: .*tmpfs on /tmp: Invalid argument"):
        refused.open()
    refused.close()
    assert descriptors() == files
    assert settled(lambda: descendants() == processes)


def test_without_bubblewrap_nothing_starts_and_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: None)
    monkeypatch.setattr(bubblewrap.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SandboxUnavailable, match="install your system's bubblewrap"):
        build_wall(POLICY)


@pytest.mark.parametrize("program", ["echo 'setting up uid map: Permission denied' >&2; exit 1", "exec cat"])
def test_a_bubblewrap_that_does_not_work_is_unavailable_with_its_own_words(monkeypatch, tmp_path, program):
    files = descriptors()
    fake = tmp_path / "bwrap"
    fake.write_text(f"#!/bin/sh\n{program}\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(wall_module, "START_SECONDS", 0.3)
    words = r"\(the sandbox could not be started: .*" + ("uid map: Permission denied" if "echo" in program else "")
    with pytest.raises(SandboxUnavailable, match=words):
        build_wall(POLICY)
    assert descriptors() == files


def test_a_package_of_the_policy_that_is_not_installed_is_unavailable():
    with pytest.raises(SandboxUnavailable, match="package no_such_package"):
        Wall(replace(POLICY, imports=("numpy", "no_such_package")), "warm").open()


def test_the_best_wall_that_works_is_taken_and_cold_when_warm_does_not(monkeypatch):
    wall = build_wall(POLICY)
    wall.close()
    assert wall.mode == "warm"
    start = wall_module.Nursery.__init__

    def only_cold(self, policy, *, nested):
        if nested:
            raise InfrastructureError("no nested namespaces here")
        start(self, policy, nested=nested)

    monkeypatch.setattr(wall_module.Nursery, "__init__", only_cold)
    wall = build_wall(POLICY)
    wall.close()
    assert wall.mode == "cold"


# The argument list


def test_the_argument_list_shares_nothing_but_the_interpreter_numpy_and_the_files_inside():
    for nested in (True, False):
        for root in (True, False):
            arguments = argument_list("bwrap", Policy(), "{}", nested=nested, root=root)
            options = arguments[: arguments.index("--")]
            assert {"--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--clearenv", "--new-session",
                    "--die-with-parent"} <= set(options)  # fmt: skip
            assert ("--unshare-user" in options) is not root
            assert not {"--bind", "--dev-bind", "--share-net", "--bind-try"} & set(options)
            sources = {options[i + 1] for i, option in enumerate(options) if option in ("--ro-bind", "--ro-bind-try")}
            numpy = Path(np.__file__).parent
            interpreter = {sys.base_prefix, os.path.realpath(sys.executable), *bubblewrap.SYSTEM_LIBRARIES}
            assert sources <= {str(numpy), f"{numpy}.libs", str(bubblewrap.INSIDE), *interpreter}
            root_sealed = [i for i, option in enumerate(options) if options[i : i + 2] == ["--remount-ro", "/"]]
            assert root_sealed, "the root is sealed"
            assert arguments[-1] == "{}"
            assert {"-P", "-s", "-S"} <= set(arguments[arguments.index("--") :])


@pytest.mark.skipif(bool(hindrance()), reason=hindrance() or "-")
def test_what_the_kernel_treats_differently_holds_for_an_ordinary_user():
    done = run("-k", UNLIKE_ROOT, __file__, cwd=REPOSITORY)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
