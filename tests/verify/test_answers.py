"""What the exam says about an answer of the banks leads to the test that it is about."""

from types import SimpleNamespace

from autograder.records import Outcome, QuestionRecord, TestRecord
from autograder.verify.answers import _not_failed, _of_answer
from autograder.verify.bank import Answer

TESTS = ("test_norm::test_every_row_has_its_sum", "test_norm::test_the_dtype_is_kept")


def test_a_name_in_fails_that_no_test_has_is_called_that_and_the_nearest_is_offered():
    said = _not_failed("test_norm::test_every_row_has_a_sum", TESTS)
    assert said.startswith("names test_norm::test_every_row_has_a_sum in FAILS, but no test is called that")
    assert said.endswith("did you mean test_norm::test_every_row_has_its_sum?")


def test_a_test_of_fails_that_passes_is_said_to_pass():
    assert _not_failed(TESTS[0], TESTS) == "passes test_norm.py::test_every_row_has_its_sum, which it names in FAILS"


def test_a_trivial_answer_that_earns_is_told_by_which_value_claim():
    tests = (
        TestRecord("test_large", "", Outcome.PASSED),
        TestRecord("test_dtype", "", Outcome.PASSED, kind="supporting"),
        TestRecord("test_rows", "", Outcome.FAILED),
    )
    record = SimpleNamespace(questions=[QuestionRecord("norm", "test_norm", 90, tests)])
    (found,) = _of_answer(Answer("trivial", "zeros"), record, [])
    assert found.what == "earns 60 of 90 in norm, expected 0; it passes test_large"
