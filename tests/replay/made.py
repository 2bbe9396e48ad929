"""Small labs made for a test: a notebook, a solution, a suite; and submissions of nothing but texts."""

import itertools
import textwrap
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode, v4, write

from autograder import suites
from autograder.labs import Lab
from autograder.normalise import Cell, Submission

SOLUTION = """
import numpy as np

def forward(x, eps):
    return x * (1 + eps), (x, eps)

def backward(dout, cache):
    x, eps = cache
    return dout * (1 + eps)

def halve(x):
    return x / 2

def greet():
    return "hello"
"""
CONTRACT = 'RETURNS = {"forward": ("out", "cache"), "backward": "dx", "halve": "y", "greet": "text"}\n'
SUITE = {
    "test_forward": '''
        from hypothesis import given, settings
        from hypothesis import strategies as st
        from submission import forward
        from autograder.testkit import Case, assert_close, assert_leaves_arguments_alone, seeds, supporting, weight
        import numpy as np

        @st.composite
        def cases(draw):
            rng = np.random.default_rng(draw(seeds()))
            return Case(x=rng.normal(size=draw(st.integers(1, 6))), eps=draw(st.sampled_from([0.1, 0.4, 0.7, 1.3])))

        @weight(2)
        @settings(max_examples=8)
        @given(cases())
        def test_out(case):
            """returns out = x * (1 + eps)"""
            out, _ = forward(case.x, case.eps)
            assert_close("out", out, case.x * (1 + case.eps))

        @supporting
        @settings(max_examples=3)
        @given(cases())
        def test_leaves_x_alone(case):
            """leaves x alone"""
            assert_leaves_arguments_alone(forward, case.x, case.eps)
    ''',
    "test_backward": '''
        from hypothesis import given, settings
        from hypothesis import strategies as st
        from submission import backward, forward
        from autograder.testkit import Case, assert_close, assert_gradients, builds_on, seeds
        import numpy as np

        @st.composite
        def cases(draw):
            rng = np.random.default_rng(draw(seeds()))
            size = draw(st.integers(1, 6))
            eps = draw(st.sampled_from([0.1, 0.4, 0.7, 1.3]))
            return Case(x=rng.normal(size=size), dout=rng.normal(size=size) + 3, eps=eps)

        @settings(max_examples=8)
        @given(cases())
        def test_dx(case):
            """returns dx = dout * (1 + eps)"""
            with builds_on(forward):
                out, cache = forward(case.x, case.eps)
                assert_close("out", out, case.x * (1 + case.eps))
            dx = backward(case.dout, cache)
            assert_gradients(lambda x: x * (1 + case.eps), case.dout, x=(case.x, dx))
    ''',
    "test_halve": '''
        from hypothesis import given, settings
        from hypothesis import strategies as st
        from submission import halve, greet
        from autograder.testkit import assert_close, assert_equal
        import numpy as np

        @settings(max_examples=5)
        @given(st.integers(0, 1000), st.booleans())
        def test_again_and_again(seed, twice):
            """halves again what it halved before"""
            x = np.random.default_rng(seed).normal(size=3)
            y = halve(x)
            for _ in range(1 + twice):
                x, y = x / 2, halve(2 * y / 2 + 0)
            assert_close("y", y, x / 2)

        def test_greeting():
            """greets with hello"""
            assert_equal("text", greet(), "hello")
    ''',
}


@dataclass(frozen=True)
class MadeLab(Lab):
    """A lab whose three places are in a folder of the test's."""

    root: Path

    @property
    def solution(self) -> Path:
        return self.root / "solutions" / f"{self.name}.py"

    @property
    def suite(self) -> Path:
        return self.root / "suites" / self.name


_numbers = itertools.count()


def make_lab(root: Path, solution=SOLUTION, contract=CONTRACT, suite=SUITE, questions=None) -> Lab:
    """A lab of texts, under a name of its own."""
    name = f"lab90_made{next(_numbers)}"
    lab = MadeLab(name, root / "assignments" / name / f"{name}.ipynb", root)
    for folder in (lab.suite, lab.solution.parent, lab.notebook.parent):
        folder.mkdir(parents=True, exist_ok=True)
    suites.__path__.append(str(lab.suite.parent))  # where its contract is imported from
    (lab.suite / "__init__.py").touch()
    if contract is not None:
        (lab.suite / "contract.py").write_text(contract)
    for stem, text in suite.items():
        (lab.suite / f"{stem}.py").write_text(textwrap.dedent(text))
    lab.solution.write_text(textwrap.dedent(solution))
    write(v4.new_notebook(cells=[graded(stem) for stem in (suite if questions is None else questions)]), lab.notebook)
    return lab


def graded(name: str, points: float = 10) -> NotebookNode:
    meta = {"grade_id": name, "grade": True, "solution": False, "locked": True, "points": points, "schema_version": 3}
    return v4.new_code_cell("", metadata={"nbgrader": {**meta, "task": False}})


def handed_in(lab: Lab | str, *texts: str) -> Submission:
    """A submission of cells with these texts."""
    cells = tuple(Cell(index, None, "added", textwrap.dedent(text)) for index, text in enumerate(texts))
    return Submission(lab if isinstance(lab, str) else lab.name, "0" * 64, cells, NotebookNode(), ())
