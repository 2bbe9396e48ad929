"""What is wrong with a suite is said in one sentence, and nothing is graded with it."""

import textwrap

import pytest

from autograder.engine import Judge
from autograder.errors import InfrastructureError
from autograder.replay.suite import collect, suite_hash
from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.policy import Policy

from .made import CONTRACT, SOLUTION, SUITE

HEAD = """
from hypothesis import given, reject
from hypothesis import strategies as st
from submission import halve
from autograder.testkit import assert_equal
import pytest
"""


def judged(lab) -> Judge:
    return Judge(lab, InProcessSandbox(Policy()))


def test_tests_come_in_the_order_of_their_files_with_claims_weights_and_kinds(make):
    suite = collect(make())
    assert [(test.id, test.claim, test.weight, test.kind) for test in suite.tests] == [
        ("test_backward::test_dx", "returns dx = dout * (1 + eps)", 1.0, "value"),
        ("test_forward::test_out", "returns out = x * (1 + eps)", 2.0, "value"),
        ("test_forward::test_leaves_x_alone", "leaves x alone", 1.0, "supporting"),
        ("test_halve::test_again_and_again", "halves again what it halved before", 1.0, "value"),
        ("test_halve::test_greeting", "greets with hello", 1.0, "value"),
    ]
    assert [test.name for test in suite.of_question("test_halve")] == ["test_again_and_again", "test_greeting"]


@pytest.mark.filterwarnings("ignore:Using `reject`")
@pytest.mark.parametrize(("test", "said"), [
    ("def test_x():\n    assert_equal('y', halve(2), 1)", "test_halve::test_x has no docstring"),
    ("def test_x(tmp_path):\n    '''claims'''", "test_x takes fixtures or parameters"),
    ("@given(st.integers())\ndef test_x(tmp_path, n):\n    '''claims'''", "test_x takes fixtures or parameters"),
    ("@pytest.mark.parametrize('n', [1])\ndef test_x(n):\n    '''claims'''", "takes fixtures or parameters"),
    ("def test_x():\n    '''claims'''\n    assert_equal('y', halve(2), 3)", "the reference fails test_halve::test_x: "
     "AssertionError: y is 1.0, expected 3"),
    ("def test_x():\n    '''claims'''\n    halve([])", "the reference fails test_halve::test_x: SubmissionError: "
     "halve raised TypeError at line 12 of its cell"),
    ("def test_x():\n    '''claims'''\n    halve(lambda: 0)", "the reference fails test_halve::test_x: WireError: "
     "a function cannot cross the wall"),
    ("@given(st.integers())\ndef test_x(n):\n    '''claims'''\n    reject()",
     "the reference fails test_halve::test_x: UnsatisfiedAssumption"),
    ("@given(st.integers().filter(lambda n: False))\ndef test_x(n):\n    '''claims'''", "::test_x cannot draw its"),
    ("@given(st.integers().map(lambda n: 1 / 0))\ndef test_x(n):\n    '''claims'''", "draw its cases: ZeroDivisio"),
    ("@given(st.sets(st.integers()))\ndef test_x(n):\n    '''claims'''", "test_halve::test_x draws what cannot cross"),
    ("import no_such_module", "cannot be collected:\n"),
    ("def test_x(:", "cannot be collected:\n"),
    ("1 / 0", "ZeroDivisionError"),
    ("x = 1", "cannot be collected"),
])  # fmt: skip
def test_a_mistake_of_the_author_s_is_our_failure_with_a_sentence(make, test, said):
    lab = make(suite={"test_halve": HEAD + textwrap.dedent(test)})
    with pytest.raises(InfrastructureError) as caught:
        judged(lab)
    assert said in str(caught.value)


def test_a_suite_without_files_is_our_failure(make):
    with pytest.raises(InfrastructureError, match=r"lab90_made\d+ has no hidden suite"):
        judged(make(suite={}, questions=["test_halve"]))


@pytest.mark.parametrize("contract", [None, "", "RETURNS = 1 / 0", "def"])
def test_a_suite_without_a_contract_is_our_failure(make, contract):
    with pytest.raises(InfrastructureError, match=r"lab90_made\d+ needs a contract\.py with RETURNS"):
        judged(make(contract=contract))


def test_a_question_with_points_but_without_tests_is_our_failure_not_a_zero(make):
    with pytest.raises(InfrastructureError, match="gives points for more, but has no hidden tests for it"):
        judged(make(questions=[*SUITE, "test_more"]))


def test_tests_of_a_question_that_the_notebook_does_not_have_are_left_alone(make):
    judge = judged(make(questions=["test_halve"]))
    assert {test.question for test in judge.suite.tests} == set(SUITE)


@pytest.mark.parametrize(("solution", "said"), [
    ("1 / 0", " raise ZeroDivisionError at line 1"),
    ("def f(:", " raise SyntaxError at line 1"),
    ("import no_such_module", " raise ModuleNotFoundError at line 1"),
    ("", "the reference fails test_backward::test_dx: Blocked"),
    (SOLUTION.replace("x / 2", "x / 3"), "the reference fails test_halve::test_again_and_again: AssertionError: y["),
])  # fmt: skip
def test_a_reference_that_does_not_work_is_our_failure(make, solution, said):
    with pytest.raises(InfrastructureError) as caught:
        judged(make(solution=solution))
    assert said in str(caught.value)


def test_the_hash_follows_the_suite_its_wrong_answers_and_the_reference(make):
    lab = make()
    hashes = [suite_hash(lab)]
    assert suite_hash(lab) == hashes[0]
    for path, text in (
        (lab.suite / "contract.py", CONTRACT + "# a remark"),
        (lab.suite / "wrong.py", "HINT = '?'"),
        (lab.solution, SOLUTION + "# a remark"),
    ):
        path.write_text(text)
        hashes.append(suite_hash(lab))
    assert len(set(hashes)) == 4
