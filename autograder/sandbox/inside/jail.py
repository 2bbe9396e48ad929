"""Locks the current process in before any of the submission's text arrives. Linux only; libc through ctypes.

The order matters: identity, namespaces, maps, pid 1, mounts, descriptors, limits, capabilities, no_new_privs, seccomp.
"""

import ctypes
import os
import platform
import resource
import struct
from typing import Any

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x20000, 0x4000000, 0x8000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 24, 38
SIGKILL = 9
INSIDE_ID = 1000

_libc = ctypes.CDLL(None, use_errno=True)


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("program", ctypes.c_char_p))


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def _prctl(option: int, value: int) -> None:
    _check(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), f"prctl {option}")


def become(uid: int) -> None:
    """Give up root for the slot's own user, so that limits on processes count for this slot alone."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    _prctl(PR_SET_DUMPABLE, 1)  # the change cleared it, and the maps below are files of this process


def unshare() -> None:
    """Fresh user, mount, pid, ipc, net and uts namespaces, with this user mapped to an ordinary one."""
    uid, gid = os.geteuid(), os.getegid()
    flags = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWUTS
    _check(_libc.unshare(ctypes.c_int(flags)), "unshare")
    for name, text in (("setgroups", "deny"), ("uid_map", f"{INSIDE_ID} {uid} 1"), ("gid_map", f"{INSIDE_ID} {gid} 1")):
        with open(f"/proc/self/{name}", "w") as stream:
            stream.write(text)


def mount_private(files_mib: int) -> None:
    """Size-capped private tmpfs on /tmp and /dev/shm, and an empty read-only one over /proc."""
    for place, more in (("/tmp", 0), ("/dev/shm", 0), ("/proc", MS_RDONLY)):
        options = f"size={files_mib}m,mode=1777,nr_inodes=1024".encode()
        flags = ctypes.c_ulong(MS_NOSUID | MS_NODEV | MS_NOEXEC | more)
        _check(_libc.mount(b"tmpfs", place.encode(), b"tmpfs", flags, options), f"tmpfs on {place}")
    os.chdir("/tmp")


def keep_only(channel: int) -> int:
    """Close every descriptor but the channel, which becomes 3; standard streams lead nowhere."""
    os.dup2(channel, 3)
    os.closerange(4, 4096)
    null = os.open("/dev/null", os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.close(null)
    return 3


def limit(memory_bytes: int, processes: int, files_mib: int, cpu_seconds: int) -> None:
    """Hard limits; address space is beyond what the process takes already."""
    for kind, value in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_NPROC, processes),
        (resource.RLIMIT_FSIZE, files_mib << 20),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def drop_privileges() -> None:
    """No capabilities, none to be had again, no system calls that reach for the kernel's rarer parts."""
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0) != 0:
            break  # past the last one, or not privileged at all
    header = struct.pack("II", 0x20080522, 0)
    _check(_libc.capset(header, struct.pack("6I", *[0] * 6)), "capset")
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    program = seccomp_program(platform.machine())
    if program:
        bpf = _Filter(len(program) // 8, program)
        _check(_libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(2), ctypes.byref(bpf), 0, 0), "seccomp")


# Refused with EPERM: sockets, tracing, mounting, new namespaces, keys, io_uring, modules, clocks and the like; System V
# shared memory, semaphores and queues, and memfd_create, which hold memory that belongs to no process and no limit.
DENIED = {
    "x86_64": (
        0xC000003E,
        "29 30 31 41 53 64 65 66 67 68 69 70 71 101 103 135 153 154 155 156 159 161 163 164 165 166 167 168 "
        "169 170 171 172 173 174 175 176 179 180 212 220 227 237 238 239 246 248 249 250 251 252 256 272 278 "
        "279 298 300 303 304 305 308 310 311 312 313 319 320 321 323 425 426 427 428 429 430 431 432 433 434 "
        "438 442 443 447 448 457 458 ",
    ),
    "aarch64": (
        0xC00000B7,
        "18 30 39 40 41 42 51 58 60 89 92 97 104 105 106 112 116 117 142 161 162 170 171 186 187 188 189 190 "
        "191 192 193 194 195 196 197 198 199 217 218 219 224 225 235 236 237 238 239 241 262 264 265 266 268 "
        "270 271 272 273 279 280 282 294 425 426 427 428 429 430 431 432 433 434 438 442 443 447 448 457 458 ",
    ),
}
CLONE3 = 435  # answered ENOSYS, so that libc falls back to clone, whose flags can be looked at
CLONE = {"x86_64": 56, "aarch64": 220}
EPERM, ENOSYS = 1, 38


def seccomp_program(machine: str) -> bytes:
    """The filter as BPF instructions; empty on machines whose numbers are not known here."""
    if machine not in DENIED:
        return b""
    arch, numbers = DENIED[machine]
    code: list[tuple[int, int, int, int]] = []
    load, equal, any_set, answer = 0x20, 0x15, 0x45, 0x06
    allow, kill, errno = 0x7FFF0000, 0x80000000, 0x00050000
    code.append((load, 0, 0, 4))
    code.append((equal, 1, 0, arch))
    code.append((answer, 0, 0, kill))
    code.append((load, 0, 0, 0))
    if machine == "x86_64":  # the x32 numbers would walk around the list
        code.append((0x35, 0, 1, 0x40000000))
        code.append((answer, 0, 0, errno | EPERM))
    code.append((equal, 0, 1, CLONE3))
    code.append((answer, 0, 0, errno | ENOSYS))
    for number in map(int, numbers.split()):
        code.append((equal, 0, 1, number))
        code.append((answer, 0, 0, errno | EPERM))
    namespaces = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | 0x2000000
    code.append((equal, 0, 3, CLONE[machine]))
    code.append((load, 0, 0, 16))
    code.append((any_set, 0, 1, namespaces))
    code.append((answer, 0, 0, errno | EPERM))
    code.append((answer, 0, 0, allow))
    return b"".join(struct.pack("HBBI", *instruction) for instruction in code)


def die_with_parent() -> Any:
    """A second line: the judge kills by pid, the kernel kills when the parent is gone."""
    _prctl(PR_SET_PDEATHSIG, SIGKILL)
