"""Counterexamples: small, run before they are shown, and never without a sandbox where the record had none."""

from dataclasses import replace

import pytest

from autograder.counterexamples import store
from autograder.counterexamples.find import Finder
from autograder.normalise import normalise
from autograder.notebook import solve

from .conftest import judge_of

WRONG = {
    "forward_flips_the_kernel": ("lab03_convolution", "np.testing.assert_allclose(out, expected"),
    "forward_takes_any_stride": ("lab03_convolution", "except ValueError:"),
    "dw_transposed": ("lab01_backprop", "dx, dw, db = linear_backward(dout, cache)"),
    "layer_running_mean_without_the_batch": ("lab02_batchnorm", "layer.forward("),
    "cache_used_up": ("lab01_backprop", ""),
}


def submission(lab, *texts):
    found = judge_of(lab).lab
    return normalise(solve(found, found.solution.read_text(encoding="utf-8"), *texts), found)


@pytest.fixture(scope="module")
def snippets():
    """What is found for each wrong answer, and the finder that found it."""
    made = {}
    for stem, (lab, _) in WRONG.items():
        judge = judge_of(lab)
        answer = judge.diagnosis.answers[stem]
        finder = Finder(judge, submission(lab, answer.source))
        made[stem] = finder, finder.find(answer.fails[0], 3.0)
    return made


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("stem", WRONG)
def test_a_snippet_passes_with_the_reference_and_fails_with_the_submission(snippets, stem):
    finder, found = snippets[stem]
    assert found is not None
    assert WRONG[stem][1] in found.snippet
    space = {"__builtins__": __builtins__}
    exec(finder.judge.lab.solution.read_text(encoding="utf-8"), space)
    exec(found.snippet, space)  # as a student with a right answer would
    exec(finder.judge.diagnosis.answers[stem].source.replace("from solutions", "# from solutions"), space)
    with pytest.raises(Exception):  # noqa: B017, PT011 - an AssertionError, or the student's own
        exec(found.snippet, space)


@pytest.mark.filterwarnings("ignore")
def test_its_numbers_are_short_and_few(snippets):
    _, found = snippets["forward_flips_the_kernel"]
    assert len(found.snippet) < 3000
    x = next(line for line in found.snippet.splitlines() if line.startswith("x = "))
    assert max(len(number.strip("[]() ")) for number in x.removeprefix("x = np.array").split(",")) <= 5


@pytest.mark.filterwarnings("ignore")
def test_what_does_not_fail_is_no_proof(snippets):
    finder, found = snippets["dw_transposed"]
    assert finder.proves(found.snippet)
    assert not finder.proves("assert 1 == 1")
    assert not finder.proves("assert 1 == 2"), "the reference fails it, too"
    assert not finder.proves("this is no Python"), "nor does the reference run it"


@pytest.mark.filterwarnings("ignore")
def test_another_students_counterexample_serves_again(monkeypatch):
    judge = judge_of("lab01_backprop")
    wrong = submission("lab01_backprop", judge.diagnosis.answers["dw_transposed"].source)
    record = replace(judge.judge(wrong), isolation="bubblewrap")
    known = {}
    first = store.of_student(judge, wrong, record, judge.lab, 2.0, known)
    assert first
    searched = []
    monkeypatch.setattr(Finder, "find", lambda self, test, seconds: searched.append(test))
    assert store.of_student(judge, wrong, record, judge.lab, 2.0, known) == first
    assert searched == []


@pytest.mark.filterwarnings("ignore")
def test_right_answers_have_none():
    judge = judge_of("lab01_backprop")
    right = submission("lab01_backprop")
    assert store.of_student(judge, right, judge.judge(right), judge.lab, 1.0) == {}
    finder = Finder(judge, right)
    assert finder.find("test_linear_backward::test_dw_is_the_gradient_of_w", 1.0) is None
    finder.close()
