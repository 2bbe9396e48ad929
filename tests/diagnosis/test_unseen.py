"""The exam of the diagnosis: wrong answers that are not in the banks, written by somebody who has not read them.

A file of unseen/ defines functions over the reference, as one of a bank does. LAB names its lab, MISTAKES says in its
writer's own words what it does wrong, a sentence a mistake. What the diagnosis names is compared with these sentences
by a human, once: accepted.toml holds the verdicts. Answers that turned out to be permitted by their lab are there, too.
"""

import ast
import logging
import tomllib
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.records import Outcome

HERE = Path(__file__).parent / "unseen"
STATES = ("named", "known", "not named", "wrong name")
RIGHT, WRONG = 0.80, 0.02  # of all files: named rightly at least, given a wrong name at most


@dataclass(frozen=True)
class Unseen:
    stem: str
    lab: str
    mistakes: tuple[str, ...]
    source: str


def read(path):
    source = path.read_text(encoding="utf-8")
    told = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("LAB", "MISTAKES")
    }
    return Unseen(path.stem, told["LAB"], tuple(told["MISTAKES"]), source)


UNSEEN = [read(path) for path in sorted(HERE.glob("*.py"))]
FAILURES = (Outcome.FAILED, Outcome.CRASHED, Outcome.TIMEOUT)


def outcome_of(record):
    """The names that failed tests were given, with their sentences, and what else was said."""
    failed = [test for question in record.questions for test in question.tests if test.outcome in FAILURES]
    names = {test.mistake: test.looks_like for test in failed if test.mistake}
    return names, sorted({sentence for test in failed for sentence in test.known}), failed


def test_every_file_says_what_it_does_wrong():
    for unseen in UNSEEN:
        assert unseen.mistakes, f"{unseen.stem} has no MISTAKES"
        assert all(sentence.strip() for sentence in unseen.mistakes), unseen.stem


@pytest.mark.slow  # three minutes
@pytest.mark.filterwarnings("ignore")
def test_mistakes_that_nobody_told_the_banks_are_named_rightly(judged, capsys, caplog):
    accepted = tomllib.loads((HERE / "accepted.toml").read_text(encoding="utf-8"))
    permitted = accepted.pop("permitted")
    assert accepted.keys() | permitted.keys() <= {unseen.stem for unseen in UNSEEN}
    rows, unknown = [], []
    for unseen in UNSEEN:
        with warnings.catch_warnings(), caplog.at_level(logging.ERROR):
            warnings.simplefilter("ignore")
            names, known, failed = outcome_of(judged(unseen.lab, unseen.source))
        if unseen.stem in permitted:
            assert not failed, f"{unseen.stem} fails {failed[0].name}, but is permitted: {permitted[unseen.stem]}"
            continue
        assert failed, f"no test fails {unseen.stem}: the suite has a gap, or the answer is right"
        verdicts = accepted.get(unseen.stem, {})
        good, bad = set(verdicts.get("right", [])), set(verdicts.get("wrong", []))
        unknown += [
            f"{unseen.stem} ({'; '.join(unseen.mistakes)}) is taken for {name}: {sentence}"
            for name, sentence in names.items()
            if name not in good | bad
        ]
        state = "wrong name" if names.keys() - good else "named" if names else "known" if known else "not named"
        rows.append((unseen, state, names, known))
    with capsys.disabled():
        print(table(rows))
    assert not caplog.records, caplog.text
    assert not unknown, "compare these with MISTAKES and put each name into accepted.toml:\n" + "\n".join(unknown)
    share = {state: sum(row[1] == state for row in rows) / len(rows) for state in ("named", "wrong name")}
    assert share["named"] >= RIGHT
    assert share["wrong name"] <= WRONG


def table(rows):
    lines = [""]
    for unseen, state, names, known in rows:
        said = "; ".join(f"{name}: {sentence}" for name, sentence in names.items()) or " ".join(known)
        lines.append(f"{state:10}  {unseen.lab[:5]}  {unseen.stem}  [{' + '.join(unseen.mistakes)}]")
        lines.append(f"{'':12}{said}")
    labs = sorted({row[0].lab[:5] for row in rows})
    lines.append(f"{'':10}  {'all':>12}  {'  '.join(labs)}")
    for state in STATES:
        counts = Counter(row[0].lab[:5] for row in rows if row[1] == state)
        share = f"{counts.total():4} {100 * counts.total() / len(rows):5.1f} %"
        lines.append(f"{state:10}  {share:>12}  {'  '.join(f'{counts[lab]:5}' for lab in labs)}")
    return "\n".join(lines)
