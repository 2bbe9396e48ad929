"""The request loop: frames in, frames out, until the channel closes.

A request is an 8-byte nonce and a payload (verb, body); every reply starts with the nonce of its request.
    load     cells [(index, source), ...]        one reply a cell: None or what it raised
    batch    examples [[op, ...], ...]           one reply an example: its results
    op       (fresh, operation)                  one reply: its result; fresh: the first of a live example
"""

from collections.abc import Callable, Iterator
from typing import Any

from .run import Runner
from .wire import Opaque, WireError, decode, encode

NONCE_BYTES = 8


def replies(runner: Runner, request: bytes | bytearray) -> Iterator[bytes]:
    """The replies to one request, each as soon as it is known."""
    nonce = bytes(request[:NONCE_BYTES])
    verb, body = decode(memoryview(request)[NONCE_BYTES:])
    for answer in _answers(runner, verb, body):
        yield nonce + _encode(answer)


def _answers(runner: Runner, verb: str, body: Any) -> Iterator[Any]:
    if verb == "load":
        for index, source in body:
            yield runner.load(index, source)
    elif verb == "batch":
        for ops in body:
            yield runner.example(ops)
    elif verb == "op":
        fresh, op = body
        if fresh:
            runner.begin()
        yield runner.do(op)


def _encode(answer: Any) -> bytes:
    try:
        return encode(answer)
    except (WireError, RecursionError, ValueError, MemoryError):
        # Too deep or too strange: the shape of the answer is kept, so that only this call is lost.
        return encode([Opaque("object") for _ in answer] if isinstance(answer, list) else Opaque("object"))


def serve(runner: Runner, read: Callable[[], bytes | bytearray | None], write: Callable[[bytes], None]) -> None:
    """Answer until `read` returns None."""
    while (request := read()) is not None:
        for reply in replies(runner, request):
            write(reply)
