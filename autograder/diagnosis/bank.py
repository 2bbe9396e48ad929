"""The named wrong answers of a lab: what each does, the question that leads on, the tests it must fail."""

import ast
from dataclasses import dataclass
from pathlib import Path

from autograder.labs import Lab


@dataclass(frozen=True)
class Named:
    """A mistake with a name (`stem`), a sentence that completes "Code that ...", and a question that leads on."""

    stem: str
    mistake: str
    hint: str


@dataclass(frozen=True)
class WrongAnswer(Named):
    """A mistake that a file of the bank `wrong/` makes.

    twin: the name under which the feedback speaks of it, where no claim can tell the two apart: another file of the
    bank, whose words fit both, or a mistake that is known in every lab ("any.broadcast").
    """

    fails: tuple[str, ...]
    source: str
    twin: str = ""

    @property
    def name(self) -> str:
        """The name that the feedback gives it."""
        return self.twin or self.stem


def wrong_answers(lab: Lab) -> tuple[WrongAnswer, ...]:
    """The lab's wrong answers, by name."""
    return tuple(read_wrong_answer(path) for path in sorted((lab.suite / "wrong").glob("[a-z]*.py")))


def read_wrong_answer(path: Path) -> WrongAnswer:
    """Read one without running it: docstring, HINT, FAILS and TWIN are literals."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    constants = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id in ("HINT", "FAILS", "TWIN")
    }
    mistake = " ".join((ast.get_docstring(tree) or path.stem).split())
    fails = tuple(constants.get("FAILS", ()))
    return WrongAnswer(path.stem, mistake, constants.get("HINT", ""), fails, source, constants.get("TWIN", ""))
