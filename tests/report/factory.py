"""Made-up records in the likeness of lab02_batchnorm: what the pages are tested and looked at with."""

import random
from dataclasses import replace
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.labs import Lab
from autograder.records import CellRecord, Outcome, QuestionRecord, Record, TestRecord

from .questions import MISTAKES, QUESTIONS, WRITTEN


def make_lab(folder: Path) -> Lab:
    """A lab whose master notebook holds the graded cells of QUESTIONS and WRITTEN, and nothing else."""

    class TemporaryLab(Lab):
        @property
        def suite(self) -> Path:
            return folder / "suite"

    cells = []
    for name, (points, _) in QUESTIONS.items():
        meta = {"grade": True, "solution": False, "locked": True, "points": points, "grade_id": f"test_{name}"}
        cells.append(new_code_cell(metadata={"nbgrader": {"schema_version": 3, **meta}}))
    for name, points in WRITTEN.items():
        meta = {"grade": True, "solution": True, "locked": False, "points": points, "grade_id": name}
        cells.append(new_markdown_cell(metadata={"nbgrader": {"schema_version": 3, **meta}}))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "suite" / "wrong").mkdir(parents=True, exist_ok=True)
    for stem, sentence in MISTAKES.items():
        (folder / "suite" / "wrong" / f"{stem}.py").write_text(f'"""{sentence}"""\n\nHINT = "a secret of the suite"\n')
    nbformat.write(new_notebook(cells=cells), folder / "lab02_batchnorm.ipynb")
    return TemporaryLab("lab02_batchnorm", folder / "lab02_batchnorm.ipynb")


def make_test(question: str, index: int, outcome: Outcome = Outcome.PASSED, **changes: object) -> TestRecord:
    """One test of one question with the outcome asked for, and what a record would say about it."""
    name, claim, kind, weight, message, hint, mistake = QUESTIONS[question][1][index]
    test = TestRecord(name, claim, outcome, kind, float(weight), cases=25)
    if outcome is Outcome.FAILED:
        test = replace(test, message=message, hint=hint, mistake=mistake, cases_failed=7 + index)
    elif outcome is Outcome.BLOCKED:
        test = replace(
            test,
            message="`batchnorm_forward`: your cache can only be checked once its output is right.",
            cases_blocked=25,
        )
    return replace(test, **changes)  # type: ignore[arg-type]


def make_record(wrong: dict[str, dict[int, Outcome]] | None = None, **changes: object) -> Record:
    """A record in which everything passes but what `wrong` names: question -> test number -> outcome."""
    questions = tuple(
        QuestionRecord(
            name,
            f"test_{name}",
            points,
            tuple(make_test(name, i, (wrong or {}).get(name, {}).get(i, Outcome.PASSED)) for i in range(len(tests))),
        )
        for name, (points, tests) in QUESTIONS.items()
    )
    record = Record(
        lab="lab02_batchnorm",
        submission="3f2a91c07be4" * 5 + "0000",
        suite="ab12ef" * 10 + "0000",
        cases="77c0de" * 10 + "0000",
        salt_id="0badcafe",
        kit="0.1.0",
        isolation="bubblewrap",
        policy={},
        questions=questions,
        cells=(CellRecord(1, "setup", "released", "ran"), CellRecord(4, "batchnorm_forward", "solution", "ran")),
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def all_tests(question: str, outcome: Outcome) -> dict[int, Outcome]:
    """Every test of a question with the same outcome, as `make_record` takes it."""
    return dict.fromkeys(range(len(QUESTIONS[question][1])), outcome)


def typical() -> Record:
    """A student half way: two wrong claims forward, a missing path backward, one blocked, one question not begun."""
    record = make_record(
        {
            "batchnorm_forward": {2: Outcome.FAILED, 7: Outcome.FAILED},
            "batchnorm_backward": {0: Outcome.FAILED, 4: Outcome.FAILED, 5: Outcome.BLOCKED},
        }
    )
    last = record.questions[-1]
    unwritten = tuple(
        replace(
            t,
            outcome=Outcome.FAILED,
            message="`BatchNormalization` is not written yet: NotImplementedError on line 9 of your cell.",
            cases_failed=25,
        )
        for t in last.tests
    )
    return replace(
        record,
        questions=(*record.questions[:-1], replace(last, tests=unwritten)),
        ignored=("The cell `setup` was changed; the released text ran in its place.",),
    )


def classroom(size: int = 200, seed: int = 2) -> dict[str, Record | str]:
    """A made class: mostly right to hardly begun, some crashes, cells that do not parse, two failures of ours."""
    draw = random.Random(seed)
    people: dict[str, Record | str] = {}
    for n in range(size):
        student = f"student{n:03d}"
        if n in (41, 137):
            people[student] = "The sandbox could not be started: bwrap: Creating new namespace failed."
            continue
        skill = draw.betavariate(5, 1.6)
        wrong = {
            name: {i: Outcome.FAILED for i in range(len(tests)) if draw.random() > skill**0.6 - 0.02 * i}
            for name, (_, tests) in QUESTIONS.items()
        }
        if 0 in wrong["batchnorm_forward"]:
            wrong["batchnorm_backward"].update({5: Outcome.BLOCKED, 6: Outcome.BLOCKED})
        if n % 67 == 5:
            wrong["batchnorm_backward"][0] = Outcome.TIMEOUT
        if n == 90:
            wrong["repaired_batchnorm"][3] = Outcome.CRASHED
        record = make_record(wrong)
        if n % 50 == 17:
            broken = CellRecord(
                9, "repaired_batchnorm", "solution", "failed", "SyntaxError: '(' was never closed (line 12)"
            )
            record = replace(record, cells=(*record.cells, broken))
        people[student] = record
    return people
