"""One record a submission: the only source of gradebook rows, feedback, reports and exports.

Same submission and same cases give the same record, byte for byte, except for `run` (timings and the like).
The schema is documented field by field in docs/records.md.
"""

import hashlib
import json
import math
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any

SCHEMA = 1


class Outcome(StrEnum):
    """What became of one hidden test."""

    PASSED = "passed"
    FAILED = "failed"
    BLOCKED = "blocked"  # could not be checked because something it builds on is wrong; earns nothing, accuses nobody
    CRASHED = "crashed"  # the submission's process died
    TIMEOUT = "timeout"
    INFRASTRUCTURE = "infrastructure"  # our fault: never a zero


@dataclass(frozen=True)
class Table:
    """What was expected and what came back, row by row; `wrong` is the first row that differs, from 0."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wrong: int


@dataclass(frozen=True)
class Picture:
    """What came back in the case that the message is about, beside what is right: places and shades, no numbers."""

    name: str  # of the output
    shape: tuple[int, ...]
    wrong: str  # a bit an element, in order, as hexadecimal digits: whether it differs
    plane: tuple[int, ...] = ()  # the leading indices of the last two axes that are shown in shades
    got: str = ""  # a digit an element, 0 to 8 from the smallest right value to the largest; x: not finite
    expected: str = ""
    histogram: tuple[tuple[int, ...], ...] = ()  # how many values of each size: came back, right


@dataclass(frozen=True)
class TestRecord:
    """One hidden test. `claim` completes the sentence "Your code ...", `message` says what was seen instead."""

    __test__ = False  # for pytest: not a test class

    name: str
    claim: str
    outcome: Outcome
    kind: str = "value"  # "value", or "supporting": earns only beside a passed value claim
    weight: float = 1.0
    message: str = ""
    hint: str = ""
    mistake: str | None = None  # stem of the wrong answer whose outputs these are, or "any." and a general mistake
    looks_like: str = ""  # the mistake in words: completes "Code that ..."
    known: tuple[str, ...] = ()  # sentences about a failure that has no name
    cases: int = 0
    cases_failed: int = 0
    cases_blocked: int = 0
    table: Table | None = None
    picture: Picture | None = None


@dataclass(frozen=True)
class QuestionRecord:
    """One autograded question: `name` is the stem of its suite file without `test_`."""

    name: str
    grade_id: str
    points: float
    tests: tuple[TestRecord, ...]


@dataclass(frozen=True)
class CellRecord:
    """One code cell of the submission: where it came from and what became of it."""

    index: int
    grade_id: str | None
    origin: str  # "released", "solution" or "added"
    status: str  # "ran" or "failed"
    message: str = ""


@dataclass(frozen=True)
class Record:
    """Everything that judging one submission of one lab found out."""

    lab: str
    submission: str  # SHA-256 of the submitted sources
    suite: str  # SHA-256 of the hidden suite
    cases: str  # SHA-256 of the frozen cases
    salt_id: str  # names the salt without giving it away
    kit: str
    isolation: str  # "bubblewrap" or "none"
    policy: dict[str, Any]
    questions: tuple[QuestionRecord, ...]
    cells: tuple[CellRecord, ...] = ()
    ignored: tuple[str, ...] = ()  # what normalisation left out, in sentences
    review: tuple[str, ...] = ()  # what a human should look at, in sentences for staff; no part of the score
    schema: int = SCHEMA
    run: dict[str, Any] = field(default_factory=dict)  # seconds and the like: not part of the judgement

    def to_json(self) -> str:
        """The record as stored: sorted keys, one trailing newline."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False) + "\n"

    def judgement(self) -> str:
        """The record without `run`: what must be identical on any machine and through any path."""
        document = asdict(self)
        del document["run"]
        return json.dumps(document, sort_keys=True, ensure_ascii=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the judgement."""
        return hashlib.sha256(self.judgement().encode()).hexdigest()

    @property
    def ungraded(self) -> bool:
        """True when our own failure left some test without a verdict."""
        return any(test.outcome is Outcome.INFRASTRUCTURE for question in self.questions for test in question.tests)


def from_json(text: str) -> Record:
    """Read a record; raises ValueError when it is of another schema or damaged."""
    try:
        document = json.loads(text)
    except RecursionError:
        raise ValueError("damaged record: nested too deeply") from None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise ValueError(
            f"record has schema {document.get('schema') if isinstance(document, dict) else None!r}, expected {SCHEMA}"
        )
    try:
        questions = tuple(
            QuestionRecord(**{**question, "tests": tuple(_test(test) for test in question["tests"])})
            for question in document["questions"]
        )
        cells = tuple(CellRecord(**cell) for cell in document["cells"])
        known = {f.name: document[f.name] for f in fields(Record)}
        record = Record(
            **{
                **known,
                "questions": questions,
                "cells": cells,
                "ignored": tuple(document["ignored"]),
                "review": tuple(document["review"]),
            }
        )
        _check(record)
        return record
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"damaged record: {error}") from error


def _check(record: Record) -> None:
    """TypeError where a number or a text of which a score or a page is made is something else."""
    for question in record.questions:
        for value in (question.points, *(test.weight for test in question.tests)):
            if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
                raise TypeError(f"{value!r} where a number was written")
        texts = [
            text for test in question.tests for text in (test.name, test.claim, test.kind, test.message, test.hint)
        ]
        for text in (question.name, question.grade_id, *texts, *record.ignored, *record.review):
            if not isinstance(text, str):
                raise TypeError(f"{text!r} where a text was written")


def _test(document: dict[str, Any]) -> TestRecord:
    table = document.get("table")
    if table is not None:
        table = Table(tuple(table["columns"]), tuple(map(tuple, table["rows"])), table["wrong"])
    document = {**document, "known": tuple(document.get("known", ()))}
    picture = document.get("picture")
    if picture is not None:
        lists = {name: tuple(picture[name]) for name in ("shape", "plane")}
        histogram = tuple(map(tuple, picture["histogram"]))
        document["picture"] = Picture(**{**picture, **lists, "histogram": histogram})
    return TestRecord(**{**document, "outcome": Outcome(document["outcome"]), "table": table})
