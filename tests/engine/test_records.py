"""Records: what is stored comes back, what is damaged is refused, what is judged does not depend on when."""

import dataclasses
import json

import pytest

from autograder.records import SCHEMA, CellRecord, Outcome, Picture, QuestionRecord, Record, TestRecord, from_json

TEST = TestRecord(
    "test_out", "gives “out”, 層", Outcome.FAILED, "value", 2.0, "out[0] is nan", "Which?", "eps_left_out",
    looks_like="leaves `eps` out", known=("It is `out` that is wrong.",), cases=6, cases_failed=2, cases_blocked=1,
    picture=Picture("out", (2, 3), "40", (), "0123x5", "876543", ((1, 2), (2, 1))),
)  # fmt: skip
RECORD = Record(
    "lab02_batchnorm", "a" * 64, "b" * 64, "c" * 64, "0badcafe", "1.0", "bubblewrap",
    {"call_seconds": 2.0, "imports": ["numpy"]},
    (QuestionRecord("forward", "test_forward", 30.0, (TEST, TestRecord("test_b", "b", Outcome.PASSED))),),
    (CellRecord(1, None, "added", "failed", "This cell stopped at line 1 with ValueError."),),
    ("A copy of the cell f was left out.",),
    ("relu_backward may take finite differences.",),
    run={"seconds": 0.2},
)  # fmt: skip


def test_a_record_comes_back_as_it_was_stored():
    text = RECORD.to_json()
    assert from_json(text) == RECORD
    assert from_json(text).to_json() == text
    assert text.endswith("}\n")
    assert "層" in text, "stored readably"


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_comes_back(outcome):
    question = dataclasses.replace(RECORD.questions[0], tests=(dataclasses.replace(TEST, outcome=outcome),))
    back = from_json(dataclasses.replace(RECORD, questions=(question,)).to_json())
    assert back.questions[0].tests[0].outcome is outcome
    assert back.ungraded == (outcome is Outcome.INFRASTRUCTURE)


def test_timings_are_no_part_of_the_judgement_and_all_else_is():
    assert dataclasses.replace(RECORD, run={"seconds": 99}).digest == RECORD.digest
    for field in dataclasses.fields(Record):
        if field.name != "run":
            assert dataclasses.replace(RECORD, **{field.name: ()}).digest != RECORD.digest, field.name


def changed(**parts) -> str:
    return json.dumps({**json.loads(RECORD.to_json()), **parts})


def without(name: str) -> str:
    return json.dumps({key: value for key, value in json.loads(RECORD.to_json()).items() if key != name})


DAMAGED = {
    "nothing": "",
    "half": RECORD.to_json()[:300],
    "no JSON": "record",
    "a list": "[]",
    "null": "null",
    "a number": "1",
    "nested deeply": "[" * 100_000,
    "another schema": changed(schema=SCHEMA + 1),
    "no schema": without("schema"),
    "no questions": without("questions"),
    "no policy": without("policy"),
    "questions of a number": changed(questions=3),
    "a question of a text": changed(questions=["q"]),
    "a question without tests": changed(questions=[{"name": "q", "grade_id": "q", "points": 1}]),
    "tests of none": changed(questions=[{"name": "q", "grade_id": "q", "points": 1, "tests": None}]),
    "a test of a list": changed(questions=[{"name": "q", "grade_id": "q", "points": 1, "tests": [[]]}]),
    "a test of a number": changed(questions=[{"name": "q", "grade_id": "q", "points": 1, "tests": [7]}]),
    "an outcome nobody knows": changed(
        questions=[
            {"name": "q", "grade_id": "q", "points": 1, "tests": [{"name": "t", "claim": "c", "outcome": "won"}]}
        ]
    ),
    "a question with more": changed(questions=[{"name": "q", "grade_id": "q", "points": 1, "tests": [], "bonus": 9}]),
    "cells of none": changed(cells=None),
    "a cell of a text": changed(cells=["cell"]),
    "notes of none": changed(ignored=None),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_record_is_a_value_error(name):
    with pytest.raises(ValueError):  # noqa: PT011 - whatever the words, callers treat it as no record
        from_json(DAMAGED[name])
