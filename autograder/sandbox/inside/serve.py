"""The request loop: frames in, frames out, until the channel closes.

A request is an 8-byte nonce and a payload (verb, body); every reply starts with the nonce of its request.
    provide  modules [(name, source), ...]       one reply: None
    load     cells [(index, source), ...]        one reply a cell: None or what it raised
    batch    sizes of examples [[op, ...], ...]  one reply an example: its results
    op       (fresh, operation)                  one reply: its result; fresh: the first of a live example

The examples of a batch are payloads of their own behind the first. Each is decoded when it is its turn: the judge has
the first results while the last examples are still bytes.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .run import Op, Runner
from .values import Opaque
from .wire import WireError, decode, decode_first, encode, frame

NONCE_BYTES = 8
HOLD_SECONDS = 0.002


def replies(runner: Runner, request: bytes | bytearray) -> Iterator[bytes]:
    """The replies to one request, each as soon as it is known."""
    return _replies(runner, *_opened(request))


def _opened(request: bytes | bytearray) -> tuple[bytes, str, Any]:
    verb, body = opened(memoryview(request)[NONCE_BYTES:])
    return bytes(request[:NONCE_BYTES]), verb, body


def opened(payload: bytes | memoryview) -> tuple[str, Any]:
    """Verb and body of a request."""
    (verb, body), rest = decode_first(payload)
    if verb == "batch":
        return verb, _examples(body, rest)
    if len(rest):
        raise WireError("the request holds more than its value")
    return verb, body


def batch(examples: Sequence[list[Op]]) -> bytes:
    """The payload of a batch."""
    encoded = [encode(ops) for ops in examples]
    return b"".join((encode(("batch", list(map(len, encoded)))), *encoded))


def _examples(sizes: list[int], rest: memoryview) -> Iterator[list[Op]]:
    for size in sizes:
        yield decode(rest[:size])
        rest = rest[size:]


def _replies(runner: Runner, nonce: bytes, verb: str, body: Any) -> Iterator[bytes]:
    for answer in _answers(runner, verb, body):
        yield nonce + _encode(answer)


def _answers(runner: Runner, verb: str, body: Any) -> Iterator[Any]:
    if verb == "provide":
        for name, source in body:
            runner.provide(name, source)
        yield None
    elif verb == "load":
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
    """Answer until `read` returns None.

    Replies of a batch that come within HOLD_SECONDS are written together. What an endless loop or a crash holds back
    that way the judge asks for again; of a cell it must know which one ended the process.
    """
    while (request := read()) is not None:
        nonce, verb, body = _opened(request)
        held, since = bytearray(), time.monotonic()
        for reply in _replies(runner, nonce, verb, body):
            held += frame(reply)
            if verb != "batch" or time.monotonic() - since > HOLD_SECONDS:
                write(bytes(held))
                held, since = bytearray(), time.monotonic()
        write(bytes(held))
