"""Made-up records in the likeness of lab02_batchnorm: what the pages are tested and looked at with."""

import random
from dataclasses import replace
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.labs import Lab
from autograder.records import CellRecord, Outcome, QuestionRecord, Record, TestRecord

# question: points, [(test, claim, kind, weight, what is seen when wrong, hint, mistake)]
QUESTIONS: dict[str, tuple[float, list[tuple[str, str, str, float, str, str, str | None]]]] = {
    "batchnorm_forward": (
        30.0,
        [
            (
                "test_normalises_columns",
                "gives every column mean beta and variance gamma^2 var / (var + eps)",
                "value",
                3,
                "`out` differs from the definition: out[0, 2] is 1.2841, expected 0.9036, with eps = 0.1 and x (5, 3).",
                "Where does eps stand: inside the root or outside it? Try eps = 0.1, where you can see the difference.",
                "eps_outside_root",
            ),
            (
                "test_evaluation_uses_running_values",
                "uses only the running mean and variance when training is False",
                "value",
                2,
                "The output of sample 0 changed when the other samples of its batch changed.",
                "When training is False, should one sample's output depend on who else is in the batch?",
                "batch_statistics_in_evaluation",
            ),
            (
                "test_moves_running_mean",
                "moves running_mean to momentum * running_mean + (1 - momentum) * batch mean",
                "value",
                2,
                "`running_mean` is exactly what momentum and 1 - momentum exchanged would give.",
                "With momentum = 0.9, does the old value or the new one keep nine tenths?",
                "momentum_exchanged",
            ),
            (
                "test_moves_running_var",
                "moves running_var in the same way",
                "value",
                2,
                "`running_var` holds 1.09, expected 1.1881: this is the standard deviation, not the variance.",
                "",
                "running_std",
            ),
            (
                "test_one_sample",
                "gives out = beta when the batch holds one sample",
                "value",
                1,
                "`out` holds nan at out[0, 0].",
                "What is the variance of a single number, and what protects the division?",
                None,
            ),
            (
                "test_keeps_dtype",
                "returns float32 for float32 input, or float64",
                "supporting",
                1,
                "`out` has dtype object, expected float32 or float64.",
                "",
                None,
            ),
            (
                "test_shapes",
                "returns out in the shape of x and running values of shape (D,)",
                "supporting",
                1,
                "`running_mean` has shape (1, 3), expected (3,).",
                "",
                None,
            ),
            (
                "test_leaves_arguments_alone",
                "leaves x, gamma, beta and the running values it was given unchanged",
                "supporting",
                1,
                "`running_mean` was changed in place.",
                "Does `running_mean *= momentum` make a new array?",
                "updates_in_place",
            ),
        ],
    ),
    "batchnorm_backward": (
        30.0,
        [
            (
                "test_gradient_of_x",
                "gives the gradient of x that finite differences give",
                "value",
                4,
                "Along a random direction, `dx` gives 0.4127 and finite differences of the definition give 0.1988.",
                "x reaches the output directly, through the mean and through the variance. Which does your dx take?",
                "no_variance_path",
            ),
            (
                "test_gradient_of_gamma",
                "gives the gradient of gamma that finite differences give",
                "value",
                2,
                "`dgamma` has shape (4, 3), expected (3,).",
                "gamma is shared by all samples of the batch. What does that mean for its gradient?",
                "dgamma_not_summed",
            ),
            (
                "test_gradient_of_beta",
                "gives the gradient of beta that finite differences give",
                "value",
                2,
                "`dbeta` is the mean over the batch, expected the sum.",
                "",
                "dbeta_mean",
            ),
            (
                "test_dx_sums_to_zero",
                "gives a dx whose columns sum to 0",
                "supporting",
                1,
                "Column 1 of `dx` sums to 0.731.",
                "Adding the same number to a whole column changes nothing. What follows for the sum of its gradients?",
                "no_mean_path",
            ),
            (
                "test_dx_orthogonal",
                "gives a dx at right angles to the normalised x, up to eps",
                "value",
                1,
                "The product is 2.41, expected less than 1e-4.",
                "",
                None,
            ),
            (
                "test_after_evaluation",
                "gives dx = dout * gamma / sqrt(running_var + eps) after an evaluation forward",
                "value",
                2,
                "`dx` is that of a training forward.",
                "After an evaluation forward, does the mean still depend on x?",
                "always_training_backward",
            ),
            (
                "test_small_batches",
                "is right for batches of one and two samples",
                "value",
                1,
                "`dx` is nan for a batch of 1.",
                "",
                None,
            ),
            (
                "test_returns_three",
                "returns dx, dgamma and dbeta in this order",
                "supporting",
                1,
                "Two values came back, expected three: dx, dgamma, dbeta.",
                "",
                None,
            ),
        ],
    ),
    "identity_parameters": (
        10.0,
        [
            (
                "test_identity",
                "makes batch normalisation return its input",
                "value",
                3,
                "The output differs from x by up to 0.0487 with eps = 0.1.",
                "gamma = sigma is nearly right. What does the forward pass really divide by?",
                "gamma_without_eps",
            ),
            (
                "test_gamma",
                "gives gamma = sqrt(var + eps)",
                "value",
                2,
                "gamma[0] is 0.9487, expected 1.",
                "",
                "gamma_without_eps",
            ),
            (
                "test_beta",
                "gives beta = the mean of every column",
                "value",
                2,
                "beta[0] is 0, expected 0.31.",
                "",
                None,
            ),
            (
                "test_identity_shapes",
                "returns two vectors of shape (D,)",
                "supporting",
                1,
                "gamma has shape (1, 3), expected (3,).",
                "",
                None,
            ),
        ],
    ),
    "repaired_batchnorm": (
        10.0,
        [
            (
                "test_misspelt_argument",
                "runs forward with train_flg given by name",
                "value",
                1,
                "NameError on line 14 of your cell.",
                "",
                None,
            ),
            (
                "test_misspelt_shape",
                "runs backward for images",
                "value",
                1,
                "AttributeError on line 37 of your cell.",
                "",
                None,
            ),
            (
                "test_running_var_moves",
                "moves running_var by the variance of the batch",
                "value",
                2,
                "`running_var` is 0 after three batches.",
                "Which term of the moving average is missing?",
                "running_var_zero",
            ),
            (
                "test_channels",
                "takes one gamma a channel for images",
                "value",
                2,
                "ValueError on line 21 of your cell.",
                "A feature map shares its statistics over all positions. Over which axes is the mean taken then?",
                "per_position",
            ),
            (
                "test_evaluation_first",
                "can be evaluated before it was trained",
                "value",
                1,
                "TypeError on line 29 of your cell.",
                "",
                None,
            ),
            (
                "test_eps",
                "adds the eps it was given",
                "value",
                1,
                "The output is that of eps = 1e-6, whatever eps is given.",
                "What number is 10e-7?",
                "ten_e_minus_seven",
            ),
            ("test_gradients", "has gradients that agree with finite differences", "value", 1, "", "", None),
            (
                "test_attributes",
                "keeps dgamma and dbeta as attributes",
                "supporting",
                1,
                "The layer has no attribute dgamma.",
                "",
                None,
            ),
        ],
    ),
}
WRITTEN = {"written_covariate_shift": 10.0, "written_small_batches": 10.0}
MISTAKES = {
    "eps_outside_root": "adds eps outside the root",
    "momentum_exchanged": "exchanges momentum and 1 - momentum",
    "no_variance_path": "leaves the path through the variance out of dx",
    "no_mean_path": "leaves the path through the mean out of dx",
    "dgamma_not_summed": "does not sum dgamma over the batch",
    "gamma_without_eps": "takes the standard deviation without eps for gamma",
}


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
