"""What bubblewrap starts: a nursery that has NumPy imported, holds no submission, and forks a locked-in child for each.

Over the control socket the judge first sends how many bytes of address space this process takes, then `S` with a
channel's descriptor; the nursery forks and answers `P`. `K` kills the child. When the child is gone the nursery
answers `G`. A child that could not be locked in says why on its channel.
"""

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import struct
import sys
from typing import Any

import numpy

from . import jail
from .run import Runner, as_main
from .serve import serve

PRELOADED = (
    "numpy.linalg numpy.random numpy.fft math itertools functools collections dataclasses typing random abc copy"
)
READY, REFUSED = b"R", b"X"


def main() -> None:
    """Serve until the control socket closes."""
    settings = json.loads(sys.argv[1])
    control = socket.socket(fileno=settings["control"])
    for name in PRELOADED.split():
        importlib.import_module(name)
    numpy.ones((2, 2)) @ numpy.ones((2, 2))  # the first product sets BLAS up
    gc.collect()
    gc.freeze()
    control.sendall(READY)
    taken = control.recv(8, socket.MSG_WAITALL)  # address space of this process: it may have no /proc to look it up
    settings["memory"] = int.from_bytes(taken, "little") + (settings["memory_mib"] << 20)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        if message == b"S" and descriptors:
            _raise_child(control, descriptors[0], settings)


def _raise_child(control: socket.socket, channel: int, settings: dict[str, Any]) -> None:
    """Fork a child for the channel and stay until it is gone."""
    reading, writing = os.pipe()
    keeper = os.fork()
    if keeper == 0:
        control.close()
        os.close(reading)
        _keep(channel, writing, settings)
        os._exit(0)
    os.close(channel)
    os.close(writing)
    told = os.read(reading, 4)
    os.close(reading)
    child = struct.unpack("i", told)[0] if len(told) == 4 else None
    control.sendall(b"P")
    ended = os.pidfd_open(keeper)
    while True:
        ready, _, _ = select.select([control.fileno(), ended], [], [])
        if control.fileno() in ready:
            message = control.recv(1)
            with contextlib.suppress(ProcessLookupError):  # gone by itself when its channel closed
                os.kill(child or keeper, signal.SIGKILL)
            if not message:
                os._exit(0)
        if ended in ready:
            break
    os.close(ended)
    os.waitpid(keeper, 0)
    control.sendall(b"G")


def _keep(channel: int, writing: int, settings: dict[str, Any]) -> None:
    """Lock in, fork pid 1 of the new namespace, wait for it. Never returns to the nursery's loop."""
    try:
        if settings["uid"] is not None:
            jail.become(settings["uid"])
        if settings["nested"]:
            jail.unshare()
        child = os.fork()
        if child == 0:
            os.close(writing)
            _live(channel, settings)
            os._exit(0)
        os.write(writing, struct.pack("i", child))
        os.close(writing)
        os.close(channel)
        os.waitpid(child, 0)
    except OSError as error:
        _refuse(channel, error)
    os._exit(0)


def _live(channel: int, settings: dict[str, Any]) -> None:
    """The child: lock in the rest, then serve."""
    try:
        jail.die_with_parent()
        if settings["nested"]:
            jail.mount_private(settings["files_mib"])
        channel = jail.keep_only(channel)
        jail.limit(settings["memory"], settings["processes"], settings["files_mib"], settings["cpu_seconds"])
        jail.drop_privileges()
    except OSError as error:
        _refuse(channel, error)
    stream = socket.socket(fileno=channel)
    stream.sendall(READY)
    runner = Runner(settings["imports"])
    as_main(runner)
    serve(runner, lambda: _read_frame(stream), stream.sendall)


def _read_frame(stream: socket.socket) -> bytearray | None:
    prefix = _read_exactly(stream, 4)
    return None if prefix is None else _read_exactly(stream, struct.unpack(">I", prefix)[0])


def _read_exactly(stream: socket.socket, length: int) -> bytearray | None:
    buffer = bytearray(length)
    view = memoryview(buffer)
    while view:
        count = stream.recv_into(view)
        if not count:
            return None
        view = view[count:]
    return buffer


def _refuse(channel: int, error: OSError) -> None:
    """Tell the judge why no child can be had; this is our failure, not a submission's."""
    os.write(channel, REFUSED + str(error).encode()[:200])
    os._exit(1)
