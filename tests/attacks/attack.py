"""The bank: every attack is an entry of a TOML file in bank/, one file a class.

    [[attack]]
    name    what it is called
    what    a sentence: what it tries
    cell    a cell of its own that runs first (optional)
    call    the body of `attack(result, x)`, which returns what a wrong function returns (optional)
    expect  what becomes of the test that the wrong answer fails: failed (by default), crashed, timeout,
            several with | between them, any
    quick   true: also in the quick tests
    review  true: it gives right values, and is only pointed out to a human

Places of secrets are written @SUITE, @SOLUTION, @GRADEBOOK, @OTHER, @SALT, @ROOT, @TESTS: an attacker knows them all.
"""

import textwrap
import tomllib
from dataclasses import dataclass
from pathlib import Path

from autograder.submissions import Submission

from .target import ATTACKING, PLAIN, TOOLS, WRONG, Target, handed_in

BANK = Path(__file__).parent / "bank"


@dataclass(frozen=True)
class Attack:
    """One entry."""

    group: str
    name: str
    what: str
    cell: str = ""
    call: str = "return result"
    expect: str = "failed"
    quick: bool = False
    review: bool = False

    @property
    def id(self) -> str:
        return f"{self.group}-{self.name}"

    def submission(self, lab: Target) -> Submission:
        """The notebook that carries it."""
        body = f"def attack(result, x):\n{textwrap.indent(self.call.strip(chr(10)), '    ')}\n"
        cells = [f"{WRONG}\n{TOOLS}", self.cell, body, ATTACKING]
        known = lab.places
        for number, text in enumerate(cells):
            for place, path in known.items():
                text = text.replace(place, path)
            cells[number] = text
        return handed_in(lab, *[text for text in cells if text.strip()])


def plain(lab: Target) -> Submission:
    """The same wrong answer without an attack."""
    return handed_in(lab, WRONG, PLAIN)


def bank() -> list[Attack]:
    """All attacks, by class."""
    found = []
    for path in sorted(BANK.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["attack"]:
            found.append(Attack(path.stem, **entry))
    return found
