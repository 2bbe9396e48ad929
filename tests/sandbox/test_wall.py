"""The wall, warm and cold: what a submission sees, and what of the machine is inside.

As root, those tests of the wall that may differ run a second time as an ordinary user, in a process of their own.
"""

import contextlib
import os
import sys
import sysconfig
from pathlib import Path

import numpy as np
import pytest

from autograder.labs import PACKAGE, SOLUTIONS, SUITES
from autograder.sandbox import bubblewrap
from autograder.sandbox.bubblewrap import ENVIRONMENT, argument_list
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import Wall

from ..attacks.ordinary import hindrance, run
from .conftest import POLICY, call, load

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
    files = map(str, sorted(Path(__file__).parent.glob("test_wall*.py")))
    done = run("-k", UNLIKE_ROOT, *files, cwd=REPOSITORY)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
