"""A suite damaged on purpose must fail its exam, and the exam must say where.

Each damage is one edit of one file in a copy of the kit. The copy is examined in another process, which imports the
copy and nothing else.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.labs import PACKAGE, SOLUTIONS, assignments_folder

LAB = "lab02_batchnorm"
SUITE = "autograder/suites/lab02_batchnorm"


@dataclass(frozen=True)
class Damage:
    """`old` becomes `new` in the first place where it stands after `anchor`; `part` must find it and say `says`."""

    name: str
    file: str
    anchor: str
    old: str
    new: str
    part: str
    says: str


DAMAGES = (
    Damage(
        "an assertion deleted", "test_identity_parameters.py", "def test_x_stays_as_it_is",
        "assert_leaves_arguments_alone(identity_parameters, case.x, case.eps)", "identity_parameters(case.x, case.eps)",
        "answers", "wrong/identity_changes_x.py: passes",
    ),
    Damage(
        "a tolerance loosened to 1", "test_batchnorm_forward.py", "def test_gamma_scales_then_beta_shifts",
        "case.eps))", "case.eps), rtol=1, atol=1)",
        "answers", "passes test_batchnorm_forward.py::test_gamma_scales_then_beta_shifts",
    ),
    Damage(
        "no float32", "test_batchnorm_forward.py", "from autograder",
        'tables(dtype="float32")', "tables()",
        "coverage", "test_batchnorm_forward.py: no case is float32",
    ),
    Damage(
        "one memory layout", "test_batchnorm_backward.py", "from autograder",
        "tables(scattered=True)", "tables()",
        "coverage", "test_batchnorm_backward.py: every array is in C order",
    ),
    Damage(
        "eps always tiny", "test_batchnorm_forward.py", "@given(tables(rows=(2, 7), large_eps",
        ", large_eps=True", "",
        "answers", "passes test_batchnorm_forward.py::test_eps_is_added_to_the_variance_inside_the_root",
    ),
    Damage(
        "the batch size fixed", "cases.py", "def tables",
        "N = draw(st.integers(*rows))", "N = rows[0]",
        "coverage", "test_batchnorm_forward.py: the first axis has 1, 2, 3 elements only",
    ),
    Damage(
        "a test deleted", "test_batchnorm_backward.py", "from autograder",
        "def test_dx_after_evaluation(", "def no_test_dx_after_evaluation(",
        "answers", "names test_batchnorm_backward::test_dx_after_evaluation in FAILS, but no test is called that",
    ),
    Damage(
        "weight moved to a side effect", "test_batchnorm_backward.py", "@given(tables())\ndef test_backward_can",
        "@weight(0.25)", "@weight(9)",
        "coverage", "test_batchnorm_backward.py: value claims hold",
    ),
    Damage(
        "a claim made supporting", "test_batchnorm_backward.py", "VECTORS =",
        "@weight(6)", "@supporting\n@weight(6)",
        "coverage", "test_batchnorm_backward.py: value claims hold",
    ),
    Damage(
        "got and expected exchanged", "test_batchnorm_forward.py", "def test_evaluation_normalises",
        'assert_close("out", out, evaluate(case.x, case.gamma, case.beta, case.running_mean, case.running_var, '
        "case.eps))",
        'assert_close("out", evaluate(case.x, case.gamma, case.beta, case.running_mean, case.running_var, case.eps), '
        "out)",
        "answers", "trivial/returns_infinity.py: earns",
    ),
    Damage(
        "the claim itself waits for another function", "test_batchnorm_backward.py", "def test_dgamma_after_evaluation",
        '    assert_close("dgamma"', '    with builds_on(batchnorm_forward):\n        assert_close("dgamma"',
        "answers", "passes test_batchnorm_backward.py::test_dgamma_after_evaluation",
    ),
    Damage(
        "a tolerance that rare rounding exceeds", "test_batchnorm_forward.py", "def test_gamma_scales_then_beta_shifts",
        "case.eps))", "case.eps), rtol=0, atol=3e-15)",
        "alarms", "test_batchnorm_forward.py::test_gamma_scales_then_beta_shifts under salt",
    ),
    Damage(
        "the definition itself wrong", "definition.py", "def train(",
        "batch_var(x), eps", "batch_var(x, 1), eps",
        "suite", "the reference fails",
    ),
    Damage(
        "a wrong answer repaired", "wrong/dx_without_gamma.py", "def batchnorm_backward",
        "dx_hat = dout", "dx_hat = dout * cache[1]",
        "answers", "wrong/dx_without_gamma.py: passes",
    ),
)  # fmt: skip


def copy_of_the_kit(folder: Path) -> Path:
    for source in (PACKAGE, SOLUTIONS, assignments_folder()):
        shutil.copytree(source, folder / source.name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def damage(folder: Path, damage: Damage) -> None:
    """Make the one edit; an anchor that is gone means that the suite changed and the damage must be rewritten."""
    path = folder / SUITE / damage.file
    text = path.read_text(encoding="utf-8")
    assert damage.anchor in text, f"{damage.name}: {damage.file} has no {damage.anchor!r} any more"
    head, tail = text[: text.index(damage.anchor)], text[text.index(damage.anchor) :]
    assert damage.old in tail, f"{damage.name}: {damage.file} has no {damage.old!r} after {damage.anchor!r}"
    path.write_text(head + tail.replace(damage.old, damage.new, 1), encoding="utf-8")


def verify(folder: Path, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and the parts of `gradlab verify LAB --json` in the copy."""
    done = subprocess.run(
        [sys.executable, "-c", "from autograder.cli import main; main()", "verify", LAB, "--json", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.stdout, done.stderr
    (exam,) = json.loads(done.stdout)
    return done.returncode, exam["parts"]


def findings(parts, name):
    (part,) = [part for part in parts if part["part"] == name]
    assert not part["ok"]
    return [f"{finding['where']}: {finding['what']}" for finding in part["findings"]]


def found_by(part):
    return [pytest.param(one, id=one.name.replace(" ", "_")) for one in DAMAGES if one.part == part]


def test_damages_to_cases_and_weights_are_found_all_at_once(tmp_path):
    folder = copy_of_the_kit(tmp_path)
    damages = [one for one in DAMAGES if one.part == "coverage"]
    for one in damages:
        damage(folder, one)
    code, parts = verify(folder, "--only", "coverage")
    assert code == 2
    said = findings(parts, "coverage")
    assert [one.name for one in damages if not any(one.says in line for line in said)] == [], said


def test_a_wrong_definition_is_found_before_anything_else(tmp_path):
    (one,) = (found.values[0] for found in found_by("suite"))
    folder = copy_of_the_kit(tmp_path)
    damage(folder, one)
    code, parts = verify(folder)
    assert code == 2
    assert [part["part"] for part in parts] == ["suite"]
    assert any(one.says in line for line in findings(parts, "suite"))


@pytest.mark.slow
@pytest.mark.parametrize("one", [*found_by("coverage"), *found_by("answers")])
def test_a_damage_alone_is_found(tmp_path, one):
    folder = copy_of_the_kit(tmp_path)
    damage(folder, one)
    code, parts = verify(folder, "--only", one.part)
    assert code == 2
    assert any(one.says in line for line in findings(parts, one.part)), parts


@pytest.mark.slow
def test_a_tolerance_that_rounding_exceeds_is_a_false_alarm(tmp_path):
    (one,) = (found.values[0] for found in found_by("alarms"))
    folder = copy_of_the_kit(tmp_path)
    damage(folder, one)
    code, parts = verify(folder, "--only", "alarms", "--salts", "2", "--times", "4")
    assert code == 2
    assert any(one.says in line for line in findings(parts, "alarms"))


@pytest.mark.slow
def test_a_claim_that_is_gone_lets_mutants_survive(tmp_path):
    folder = copy_of_the_kit(tmp_path)
    path = folder / SUITE / "test_identity_parameters.py"
    text = path.read_text(encoding="utf-8").replace("def test_", "def no_test_")
    path.write_text(text.replace("def no_test_shapes", "def test_shapes"), encoding="utf-8")
    code, parts = verify(folder, "--only", "mutants")
    assert code == 2
    assert any("survives" in line and "identity_parameters" in line for line in findings(parts, "mutants"))


ANSWER = '''"""{mistake}"""

import numpy as np

HINT = "Is that so?"
FAILS = ["test_identity_parameters::test_beta_undoes_the_shift"]


def identity_parameters(x, eps):
    return np.sqrt(x.var(axis=0) + eps), x.mean(axis=0) + {error}
'''


@pytest.mark.slow
def test_a_wrong_answer_that_fails_by_luck_slips_through(tmp_path):
    folder = copy_of_the_kit(tmp_path)
    text = ANSWER.format(mistake="is wrong for seven samples of six features", error="(x.shape == (7, 6))")
    (folder / SUITE / "wrong" / "wrong_by_luck.py").write_text(text, encoding="utf-8")
    code, parts = verify(folder, "--only", "slips", "--salts", "6")
    assert code == 2
    said = findings(parts, "slips")
    assert all(line.startswith("wrong/wrong_by_luck.py: passes test_identity_parameters") for line in said)


@pytest.mark.slow
def test_an_answer_that_differs_from_run_to_run_gives_different_records(tmp_path):
    folder = copy_of_the_kit(tmp_path)
    text = ANSWER.format(mistake="adds noise", error="__import__('time').time_ns() % 1009")
    (folder / SUITE / "wrong" / "a_noise.py").write_text(text, encoding="utf-8")
    code, parts = verify(folder, "--fast", "--only", "repeat")
    assert code == 2
    assert all(line.startswith("wrong/a_noise.py: gives 4 different records") for line in findings(parts, "repeat"))
