"""What submissions do to themselves and to the channel to their judge; and one that is honest."""

import contextlib

import numpy as np

from autograder.sandbox.inside.values import Opaque, Raised
from autograder.sandbox.wall import Wall

from .conftest import call, load

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
