"""Whatever a submission returns, its verdict stands, and the diagnosis gives no error and no wrong name."""

import logging

import pytest

STRANGE = {
    "objects": "np.array([None, 'x'], dtype=object)",
    "complex": "np.ones((2, 2)) * 1j",
    "nan": "np.full((2, 3), np.nan)",
    "infinite": "np.array([np.inf, -np.inf])",
    "huge": "np.full(3, 1e308)",
    "booleans": "np.array([True, False])",
    "nothing": "np.zeros((0, 3))",
    "five axes": "np.zeros((1, 2, 1, 2, 1))",
    "a number": "10 ** 400",
    "deep": "[[[[[[[[[[[[1]]]]]]]]]]]]",
    "a dict": "{'a': 1, 2: [3]}",
    "a text": "'<script>' * 1000",
    "a generator": "(i for i in range(3))",
    "itself": "f",
    "an exception": "ValueError('x')",
    "small whole numbers": "np.arange(6, dtype='u1').reshape(2, 3)",
    "half": "np.ones((2, 3), 'f2')",
}
FUNCTIONS = ("batchnorm_forward", "batchnorm_backward", "identity_parameters")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize("many", [1, 3])
def test_strange_results_are_judged_and_diagnosed_without_trouble(judged, caplog, strange, many):
    value = STRANGE[strange]
    text = "\n".join(
        f"def {name}(*arguments, **options):\n    f = {name}\n    v = {value}\n    return {', '.join(['v'] * many)}\n"
        for name in FUNCTIONS
    )
    with caplog.at_level(logging.ERROR):
        record = judged("lab02_batchnorm", f"import numpy as np\n{text}")
    assert not caplog.records, caplog.text
    bank = {
        test.mistake
        for question in record.questions
        for test in question.tests
        if test.mistake and not test.mistake.startswith("any.")
    }
    assert bank == set()


def test_a_diagnosis_that_fails_costs_no_verdict(judged, monkeypatch, caplog):
    from autograder.diagnosis.diagnose import Diagnosis

    text = "def identity_parameters(x, eps):\n    return 1.0, 2.0\n"
    sound = judged("lab02_batchnorm", text)

    def broken(self, verdicts):
        raise KeyError("what a submission returned")

    monkeypatch.setattr(Diagnosis, "diagnose", broken)
    record = judged("lab02_batchnorm", text)
    outcomes = [[test.outcome for test in question.tests] for question in record.questions]
    assert outcomes == [[test.outcome for test in question.tests] for question in sound.questions]
    assert "no diagnosis of test_identity_parameters" in caplog.text
