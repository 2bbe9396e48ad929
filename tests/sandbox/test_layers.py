"""Each layer of the wall on its own, looked at from outside: one that is missing is not hidden by the others."""

import contextlib
import os
import resource
import signal
import struct
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from autograder.sandbox import bubblewrap
from autograder.sandbox.bubblewrap import ENVIRONMENT, argument_list
from autograder.sandbox.inside import jail
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import FIRST_UID, UIDS, Wall
from autograder.sandbox.watchdog import _descendants

from ..attacks.ordinary import hindrance, run
from .conftest import POLICY, call, load

NAMESPACES = ("user", "pid", "mnt", "net", "ipc", "uts")
MIB = 1 << 20


class Seen(NamedTuple):
    """A submission's process in /proc of the judge, and the process that it was forked from."""

    child: Path
    nursery: Path
    mode: str
    bubblewrap: int

    def status(self) -> dict[str, str]:
        lines = (self.child / "status").read_text().splitlines()
        return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}

    def limit(self, name: str) -> str:
        line = next(line for line in (self.child / "limits").read_text().splitlines() if line.startswith(name))
        return line[len(name) :].split()[1]  # the hard limit

    def mounts(self) -> dict[str, tuple[set[str], str, str]]:
        """Options, kind and the kind's own options of the uppermost mount at each place."""
        found = {}
        for line in (self.child / "mountinfo").read_text().splitlines():
            left, _, right = line.partition(" - ")
            found[left.split()[4]] = set(left.split()[5].split(",")), right.split()[0], right.split()[2]
        return found


def namespace(process: Path, kind: str) -> str:
    return os.readlink(process / "ns" / kind)


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@pytest.fixture(scope="module")
def seen(wall):
    with contextlib.closing(load(wall.open(), "def f(): return 1")) as box:
        call(box)
        pythons = [pid for pid in _descendants(box.channel.nursery.process.pid) if b"inside.main" in command(pid)]
        inner = [pid for pid in pythons if b"bwrap" not in command(pid).split(b"\0")[0]]
        # The nursery, the keeper, the child: each the parent of the next.
        parents = {pid: int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) for pid in inner}
        child = next(pid for pid in inner if pid not in parents.values())
        nursery = parents[parents[child]]
        yield Seen(Path(f"/proc/{child}"), Path(f"/proc/{nursery}"), wall.mode, box.channel.nursery.process.pid)


@pytest.mark.parametrize("kind", NAMESPACES)
def test_every_namespace_is_another_than_the_judge_s(seen, kind):
    if kind == "user" and seen.mode == "cold" and os.geteuid() == 0:
        pytest.skip("a cold sandbox of root has another user instead")
    assert namespace(seen.child, kind) != namespace(Path("/proc/self"), kind)
    if kind != "user" or os.geteuid() != 0:
        assert namespace(seen.nursery, kind) != namespace(Path("/proc/self"), kind)


@pytest.mark.parametrize("kind", NAMESPACES)
def test_a_warm_submission_has_every_namespace_to_itself(seen, kind):
    if seen.mode == "warm":
        assert namespace(seen.child, kind) != namespace(seen.nursery, kind)


def test_a_submission_of_root_s_judge_is_another_user_s(seen):
    users = set(map(int, seen.status()["Uid"].split()))
    if os.geteuid() == 0:
        assert users <= set(range(FIRST_UID, FIRST_UID + UIDS))
        assert set(map(int, seen.status()["Gid"].split())) <= set(range(FIRST_UID, FIRST_UID + UIDS))
        assert seen.status()["Groups"].split() == []
    else:
        assert users == {os.geteuid()}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may have and give up other groups")
def test_groups_of_the_judge_are_given_up():
    before = os.getgroups()
    os.setgroups([*before, 7])
    try:
        wall = Wall(POLICY, "warm")
        with contextlib.closing(wall), contextlib.closing(load(wall.open(), "def f(): return 1")) as box:
            nursery = box.channel.nursery.process.pid
            users = [Path(f"/proc/{pid}/status").read_text() for pid in _descendants(nursery)]
            theirs = [text for text in users if f"Uid:\t{FIRST_UID + os.getpid() % UIDS}" in text]
            assert len(theirs) == 2, "keeper and child"
            assert all("Groups:\t \n" in text or "Groups:\t\n" in text for text in theirs)
    finally:
        os.setgroups(before)


def test_no_capability_is_left_and_none_can_come_back(seen):
    status = seen.status()
    assert {int(status[kind], 16) for kind in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {0}
    assert status["NoNewPrivs"] == "1"
    if seen.mode == "warm":
        assert int(status["CapBnd"], 16) == 0


def test_privileges_are_dropped_without_bubblewrap_s_help():
    program = (
        "import runpy, sys\nrunpy.run_path(sys.argv[1])['drop_privileges']()\nprint(open('/proc/self/status').read())"
    )
    jailer = str(bubblewrap.INSIDE / "jail.py")
    done = subprocess.run([sys.executable, "-c", program, jailer], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    status = dict(line.split(":\t", 1) for line in done.stdout.splitlines() if ":\t" in line)
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    assert {int(status[kind], 16) for kind in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {0}


def test_system_calls_are_filtered(seen):
    assert seen.status()["Seccomp"] == "2"


@pytest.mark.parametrize(("name", "value"), [
    ("Max processes", POLICY.processes),
    ("Max file size", POLICY.files_mib * MIB),
    ("Max cpu time", POLICY.cpu_seconds),
    ("Max open files", 64),
    ("Max core file size", 0),
    ("Max msgqueue size", 0),
])  # fmt: skip
def test_every_limit_is_set(seen, name, value):
    assert seen.limit(name) == str(value)


def test_address_space_is_what_numpy_takes_and_what_the_policy_adds(seen):
    limit = int(seen.limit("Max address space"))
    taken = int((seen.nursery / "statm").read_text().split()[0]) * resource.getpagesize()
    assert limit == pytest.approx(taken + POLICY.memory_mib * MIB, abs=16 * MIB)


def test_no_descriptor_but_the_channel_is_open(seen):
    found = {int(path.name): os.readlink(path) for path in (seen.child / "fd").iterdir()}
    assert found.keys() == {0, 1, 2, 3}
    assert {found[number] for number in (0, 1, 2)} == {"/dev/null"}
    assert found[3].startswith("socket:")


def test_whatever_else_were_open_is_closed():
    program = (
        "import os, runpy, sys\n"
        "keep_only = runpy.run_path(sys.argv[1])['keep_only']\n"
        "for _ in range(20): os.open('/dev/zero', os.O_RDONLY)\n"
        "keep_only(1)\n"  # standard output plays the channel
        "left = []\n"
        "for number in range(4096):\n"
        "    try: os.fstat(number); left.append(number)\n"
        "    except OSError: pass\n"
        "os.write(3, repr(left).encode())"
    )
    jailer = str(bubblewrap.INSIDE / "jail.py")
    done = subprocess.run([sys.executable, "-c", program, jailer], capture_output=True, text=True, check=True)
    assert done.stdout == "[0, 1, 2, 3]"


def test_every_mount_is_read_only_but_two_small_private_ones(seen):
    mounts = seen.mounts()
    writable = {place for place, (options, _, _) in mounts.items() if "rw" in options}
    assert {"/tmp", "/dev/shm"} <= writable
    # Devices and terminals: nodes are bound one by one, and nothing can be made beside them.
    assert {place for place in writable - {"/tmp", "/dev/shm"} if not place.startswith("/dev/")} == set()
    for place in ("/tmp", "/dev/shm"):
        options, kind, own = mounts[place]
        assert kind == "tmpfs"
        assert {"nosuid", "nodev"} <= options
        assert f"size={POLICY.files_mib * 1024}k" in own
        if seen.mode == "warm":
            assert "noexec" in options
            assert "nr_inodes=1024" in own


def test_proc_is_empty(seen):
    mounts = seen.mounts()
    if seen.mode == "warm":  # covered: the nursery needs its own
        options, kind, _ = mounts["/proc"]
        assert kind == "tmpfs"
        assert "ro" in options
    else:
        assert "proc" not in {kind for _, kind, _ in mounts.values()}
    assert os.listdir(seen.child / "root" / "proc") == []


def test_the_environment_and_the_arguments_hold_nothing_else(seen):
    environment = (seen.child / "environ").read_bytes().split(b"\0")
    assert {line.partition(b"=")[0].decode() for line in environment if line} <= {
        *ENVIRONMENT,
        "LD_LIBRARY_PATH",
        "PWD",
    }


def test_bubblewrap_itself_is_started_without_an_environment(seen):
    assert Path(f"/proc/{seen.bubblewrap}/environ").read_bytes().strip(b"\0") == b""


def test_it_has_a_session_of_its_own(seen):
    assert os.getsid(int(seen.nursery.name)) != os.getsid(0)


def test_it_dies_with_its_keeper():
    wall = Wall(POLICY, "warm")
    with contextlib.closing(wall), contextlib.closing(load(wall.open(), "def f(): return 1")) as box:
        found = [pid for pid in _descendants(box.channel.nursery.process.pid) if b"inside.main" in command(pid)]
        parents = {pid: int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) for pid in found}
        child = next(pid for pid in found if pid not in parents.values())
        os.kill(parents[child], signal.SIGKILL)
        assert gone({child})


def gone(pids: set[int]) -> bool:
    """Whether they all end within a moment."""
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline:
        if not any(running(pid) for pid in pids):
            return True
        time.sleep(0.02)
    return False


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("mode", ["warm", "cold"])
def test_all_of_it_dies_with_the_judge(mode):
    program = (
        "import time\n"
        "from autograder.sandbox.policy import Policy\n"
        "from autograder.sandbox.wall import Wall\n"
        "from autograder.sandbox.watchdog import _descendants\n"
        f"wall = Wall(Policy(), {mode!r})\n"
        "box = wall.open()\n"
        "list(box.load([(0, 'import os, time\\nif os.fork() == 0: time.sleep(99)')]))\n"
        "print(*_descendants(__import__('os').getpid()), flush=True)\n"
        "time.sleep(99)\n"
    )
    judge = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert judge.stdout is not None
    pids = set(map(int, judge.stdout.readline().split()))
    assert len(pids) >= 4
    judge.kill()
    judge.wait()
    judge.stdout.close()
    assert gone(pids)


# The argument list


@pytest.mark.parametrize("root", [True, False])
@pytest.mark.parametrize("nested", [True, False])
def test_the_argument_list_follows_the_policy(nested, root):
    small = argument_list("bwrap", replace(Policy(), files_mib=3), "{}", nested=nested, root=root)
    sizes = [small[place + 1] for place, word in enumerate(small) if word == "--size"]
    assert sizes == ([] if nested else [str(3 * MIB)] * 2)
    bound = [word for word in small if word.startswith("/packages/")]
    assert {Path(word).parts[2] for word in bound} <= {"numpy", "numpy.libs"}
    more = argument_list(
        "bwrap", replace(Policy(), imports=("numpy", "jinja2", "math")), "{}", nested=nested, root=root
    )
    assert "/packages/jinja2" in more
    assert "/packages/math" not in more


@pytest.mark.parametrize("root", [True, False])
@pytest.mark.parametrize("nested", [True, False])
def test_everything_in_the_argument_list_is_there_for_a_reason(nested, root):
    arguments = argument_list("bwrap", Policy(), "{}", nested=nested, root=root)
    options = arguments[: arguments.index("--")]
    for needed in ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try",
                   "--die-with-parent", "--new-session", "--clearenv"):  # fmt: skip
        assert needed in options
    sealed = {options[place + 1] for place, word in enumerate(options) if word == "--remount-ro"}
    covers = {options[place + 1] for place, word in enumerate(options) if word == "--tmpfs"} - {"/tmp", "/dev/shm"}
    assert sealed == {"/", "/dev", *covers, *(["/tmp"] if nested else [])}
    kept = [options[place + 1] for place, word in enumerate(options) if word == "--cap-add"]
    assert kept == (["CAP_SETUID", "CAP_SETGID", "CAP_KILL"] if root else [])
    assert ("/usr/lib/python3" in options) == Path("/usr/lib/python3").is_dir(), "installed packages are covered"


# The filter of system calls, run on a machine of a few lines


def verdict(program: bytes, arch: int, number: int, first: int = 0) -> int:
    """What the filter answers to a system call."""
    data = struct.pack("<IIQ6Q", number & 0xFFFFFFFF, arch, 0, first, 0, 0, 0, 0, 0)
    code = [struct.unpack_from("HBBI", program, place) for place in range(0, len(program), 8)]
    place = accumulator = 0
    while True:
        operation, yes, no, constant = code[place]
        place += 1
        if operation == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, constant)
        elif operation == 0x06:
            return int(constant)
        else:
            holds = {
                0x15: accumulator == constant,
                0x35: accumulator >= constant,
                0x45: bool(accumulator & constant),
            }
            place += yes if holds[operation] else no


ALLOW, EPERM, ENOSYS, KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
REFUSED = {
    "x86_64": "socket:41 socketpair:53 shmget:29 shmat:30 semget:64 msgget:68 ptrace:101 mount:165 umount2:166 "
    "chroot:161 pivot_root:155 unshare:272 setns:308 keyctl:250 add_key:248 bpf:321 perf_event_open:298 "
    "userfaultfd:323 process_vm_readv:310 process_vm_writev:311 open_by_handle_at:304 io_uring_setup:425 "
    "io_uring_enter:426 open_tree:428 move_mount:429 fsopen:430 fsmount:432 pidfd_open:434 "
    "pidfd_getfd:438 mount_setattr:442 memfd_create:319 memfd_secret:447 init_module:175 finit_module:313 "
    "kexec_load:246 personality:135 statmount:457 sethostname:170 clock_settime:227 iopl:172 vmsplice:278 "
    "kcmp:312 fanotify_init:300",
    "aarch64": "socket:198 socketpair:199 shmget:194 shmat:196 semget:190 msgget:186 ptrace:117 mount:40 umount2:39 "
    "chroot:51 pivot_root:41 unshare:97 setns:268 keyctl:219 add_key:217 bpf:280 perf_event_open:241 "
    "userfaultfd:282 process_vm_readv:270 process_vm_writev:271 open_by_handle_at:265 io_uring_setup:425 "
    "io_uring_enter:426 open_tree:428 move_mount:429 fsopen:430 fsmount:432 pidfd_open:434 "
    "pidfd_getfd:438 mount_setattr:442 memfd_create:279 memfd_secret:447 init_module:105 finit_module:273 "
    "kexec_load:104 personality:92 statmount:457 sethostname:161 clock_settime:112 kcmp:272 "
    "fanotify_init:262",
}
NEEDED = {
    "x86_64": "read:0 write:1 mmap:9 brk:12 futex:202 openat:257 fork:57 execve:59 exit_group:231 recvfrom:45",
    "aarch64": "read:63 write:64 mmap:222 brk:214 futex:98 openat:56 execve:221 exit_group:94 recvfrom:207",
}


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_refuses_each_dangerous_call_and_lets_the_others_pass(machine):
    program, arch = jail.seccomp_program(machine), jail.DENIED[machine][0]
    for names, answer in ((REFUSED, EPERM), (NEEDED, ALLOW)):
        for name, number in (pair.split(":") for pair in names[machine].split()):
            assert verdict(program, arch, int(number)) == answer, name
    clone = jail.CLONE[machine]
    assert verdict(program, arch, clone, signal.SIGCHLD) == ALLOW
    for flag in (jail.CLONE_NEWUSER, jail.CLONE_NEWNS, jail.CLONE_NEWPID, jail.CLONE_NEWNET, 0x2000000):
        assert verdict(program, arch, clone, flag | signal.SIGCHLD) == EPERM
    assert verdict(program, arch, jail.CLONE3) == ENOSYS
    assert verdict(program, arch ^ 1, 0) == KILL, "another architecture's numbers"
    if machine == "x86_64":
        assert verdict(program, arch, 0x40000000 | 41) == EPERM, "x32"


def test_a_machine_whose_numbers_are_not_known_has_no_filter():
    assert jail.seccomp_program("riscv64") == b""


@pytest.mark.slow
@pytest.mark.skipif(bool(hindrance()), reason=hindrance() or "-")
def test_every_layer_is_there_for_an_ordinary_user():
    done = run("-m", "not slow", __file__, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
