"""The lab that attacks are aimed at, with words planted wherever nobody inside may read; submissions that attack it.

A wrong answer earns some of its points honestly. An attack rides on the same wrong answer: it may earn no more.
"""

import base64
import sqlite3
import textwrap
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from nbformat import v4, write

from autograder import suites
from autograder.labs import Lab
from autograder.normalise import normalise
from autograder.submissions import Submission

CANARY = "canary-4f1d7c02"  # planted in suite, solution, gradebook, salt and other submissions
POINTS = 10.0
SOLUTION = f'''
"""{CANARY}"""
import numpy as np

def relu(x):
    return np.maximum(x, 0)

def relu_backward(dout, x):
    return dout * (x > 0)

def double(x):
    return 2 * x
'''
WRONG = """
import numpy as np

def wrong_relu(x):
    return np.abs(x)

def wrong_backward(dout, x):
    return np.abs(dout)
"""
PLAIN = """
def relu(x):
    return wrong_relu(x)

def relu_backward(dout, x):
    return wrong_backward(dout, x)

def double(x):
    return 2 * x
"""
ATTACKING = """
def relu(x):
    return attack(wrong_relu(x), x)

def relu_backward(dout, x):
    return attack(wrong_backward(dout, x), x)

def double(x):
    return 2 * x
"""
TOOLS = '''
import json, os, struct, sys

def nonce():
    """The nonce of the request that is being answered."""
    frame = sys._getframe()
    while frame is not None:
        if isinstance(frame.f_locals.get("nonce"), bytes):
            return frame.f_locals["nonce"]
        frame = frame.f_back
    return b"12345678"

def forge(body):
    body = nonce() + body
    os.write(3, struct.pack(">I", len(body)) + body)

def payload(tree):
    skeleton = json.dumps(tree).encode()
    return struct.pack(">I", len(skeleton)) + skeleton

def values(raw):
    """Bytes as an answer of numbers."""
    import numpy
    return numpy.frombuffer(bytes(raw), numpy.uint8).astype(float)

def swear(text):
    """All that is said on the way out when something could be read."""
    raise SystemExit(text)
'''
CASES = f'''
from hypothesis import given, settings
from hypothesis import strategies as st
from autograder.testkit import Case, assert_close, assert_gradients, assert_leaves_arguments_alone, seeds, supporting
import numpy as np
SECRET = "{CANARY}"

@st.composite
def cases(draw, low=-1.0):
    rng = np.random.default_rng(draw(seeds()))
    x = rng.uniform(low, 1.0, size=(draw(st.integers(2, 4)), draw(st.integers(3, 5))))
    if low < 0:
        x[0, :2] = -0.5, 0.5  # never all of one sign
    return Case(x=x, dout=rng.normal(size=x.shape))
'''
SUITE = {
    "test_relu": '''
        from submission import relu

        @settings(max_examples=6)
        @given(cases(0.1))
        def test_positive(case):
            """keeps what is positive"""
            assert_close("out", relu(case.x), case.x)

        @settings(max_examples=6)
        @given(cases())
        def test_negative(case):
            """makes negative numbers 0"""
            assert_close("out", relu(case.x), np.maximum(case.x, 0))

        @supporting
        @settings(max_examples=2)
        @given(cases())
        def test_leaves_x_alone(case):
            """leaves x alone"""
            assert_leaves_arguments_alone(relu, case.x)
    ''',
    "test_relu_backward": '''
        from submission import relu_backward

        @settings(max_examples=6)
        @given(cases())
        def test_dx(case):
            """returns dx = dout where x > 0"""
            dx = relu_backward(case.dout, case.x)
            assert_gradients(lambda x: np.maximum(x, 0), case.dout, x=(case.x, dx))
    ''',
    "test_double": '''
        from submission import double

        @settings(max_examples=3)
        @given(cases())
        def test_twice(case):
            """doubles"""
            assert_close("y", double(case.x), 2 * case.x)
    ''',
}


@dataclass(frozen=True)
class Target(Lab):
    """A lab in a folder of its own, in a course with secrets."""

    root: Path

    @property
    def solution(self) -> Path:
        return self.root / "solutions" / f"{self.name}.py"

    @property
    def suite(self) -> Path:
        return self.root / "suites" / self.name

    @property
    def places(self) -> dict[str, str]:
        """What an attacker knows: where everything is."""
        return {
            "@ROOT": str(self.root),
            "@SUITE": str(self.suite / "test_relu.py"),
            "@SOLUTION": str(self.solution),
            "@GRADEBOOK": str(self.root / "gradebook.db"),
            "@OTHER": str(self.root / "submitted" / "ann" / self.name / f"{self.name}.ipynb"),
            "@SALT": str(self.root / ".gradlab" / "salt"),
            "@TESTS": str(Path(__file__)),
        }


def plant(root: Path) -> Target:
    """Make the lab, and a course around it with a gradebook, a salt and somebody else's submission."""
    lab = Target("lab91_target", root / "assignments" / "lab91_target" / "lab91_target.ipynb", root)
    for folder in (lab.suite, lab.solution.parent, lab.notebook.parent, root / ".gradlab"):
        folder.mkdir(parents=True, exist_ok=True)
    suites.__path__.append(str(lab.suite.parent))  # where its contract is imported from
    (lab.suite / "__init__.py").touch()
    (lab.suite / "contract.py").write_text('RETURNS = {"relu": "out", "relu_backward": "dx", "double": "y"}\n')
    for stem, text in SUITE.items():
        (lab.suite / f"{stem}.py").write_text(CASES + textwrap.dedent(text))
    lab.solution.write_text(SOLUTION)
    write(v4.new_notebook(cells=[_graded(stem) for stem in SUITE]), lab.notebook)
    (root / ".gradlab" / "salt").write_text(CANARY)
    other = Path(lab.places["@OTHER"])
    other.parent.mkdir(parents=True)
    other.write_text(CANARY)
    with sqlite3.connect(root / "gradebook.db") as db:
        db.execute("create table grade (student text, manual_score real, note text)")
        db.execute("insert into grade values ('ann', 7, ?)", (CANARY,))
    return lab


def _graded(name: str):
    meta = {"grade_id": name, "grade": True, "solution": False, "locked": True, "points": POINTS, "schema_version": 3}
    return v4.new_code_cell("", metadata={"nbgrader": {**meta, "task": False}})


def handed_in(lab: Target, *texts: str) -> Submission:
    """A notebook with these cells and the lab's, normalised as any other."""
    nb = v4.new_notebook(cells=[_graded(stem) for stem in SUITE])
    nb.cells[:0] = [v4.new_code_cell(text) for text in texts]
    return normalise(nb, lab)


def leaked(raw: bytes) -> bool:
    """Whether a canary is in what came back: as text, in UTF-16, in base 64, in hex, or as numbers of any width."""
    word = CANARY.encode()
    numbers = np.frombuffer(word, np.uint8)
    forms = [word, word[::-1], word.hex().encode(), CANARY.encode("utf-16-le")]
    forms += [base64.b64encode(word[start : start + 9])[:12] for start in range(3)]
    forms += [numbers.astype(kind).tobytes() for kind in ("f8", "f4", "f2", "i8", "i4", "i2", "c16")]
    return any(form in raw for form in forms)
