"""`gradlab new-lab` in a checkout of its own: what it writes is green by the same tests as every other lab."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.errors import UserError
from autograder.new_lab import create

ROOT = Path(__file__).parents[2]
NAME = "lab09_norm"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the kit in which a lab was made."""
    copy = tmp_path_factory.mktemp("checkout")
    for part in ("autograder", "solutions", "assignments", "tests"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    gradlab(copy, "new-lab", NAME)
    return copy


def run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-P", *arguments]
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, timeout=300)


def gradlab(checkout: Path, *arguments: str) -> str:
    done = run(checkout, "-c", "from autograder.cli import main; main()", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_new_lab_is_green(checkout):
    done = run(checkout, "-m", "pytest", "-q", "tests/suites", "tests/labs/test_notebooks.py", "-k", NAME)
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout


def test_its_exam_misses_nothing_but_the_answers_that_are_to_be_written(checkout):
    command = ("-c", "from autograder.cli import main; main()", "verify", NAME, "--fast", "--json")
    (exam,) = json.loads(run(checkout, *command).stdout)
    found = [(part["part"], finding["where"]) for part in exam["parts"] for finding in part["findings"]]
    assert found == [("answers", "right/"), ("answers", "wrong/")]


def test_a_file_listed_in_the_metadata_lies_beside_the_notebook_when_it_is_tested(checkout):
    notebook = checkout / "assignments" / NAME / f"{NAME}.ipynb"
    text = notebook.read_text()
    document = json.loads(text)
    document["metadata"]["gradlab"] = {"files": ["data.txt"]}
    figure = next(cell for cell in document["cells"] if cell["id"] == "figure-squared-norm")
    figure["source"].insert(0, 'assert open("data.txt").read() == "2 3"\n')
    (notebook.parent / "data.txt").write_text("2 3")
    notebook.write_text(json.dumps(document))
    try:
        modules = [f"tests/labs/test_{name}.py" for name in ("notebooks", "public_checks")]
        done = run(checkout, "-m", "pytest", "-q", *modules, "-k", NAME)
    finally:
        notebook.write_text(text)
        (notebook.parent / "data.txt").unlink()
    assert done.returncode == 0, done.stdout[-3000:]


def test_its_solved_notebook_is_graded_and_a_mistake_is_named(checkout):
    gradlab(checkout, "solve", NAME)
    assert "90 of 90 points" in gradlab(checkout, "check", f"{NAME}_solved.ipynb")
    solution = checkout / "solutions" / f"{NAME}.py"
    text = solution.read_text()
    solution.write_text(text.replace("axis=1", ""))
    try:
        gradlab(checkout, "solve", NAME, "-o", "wrong.ipynb")
    finally:
        solution.write_text(text)
    shown = gradlab(checkout, "check", "wrong.ipynb")
    assert "0 of 90 points" in shown
    assert "Which axis counts the samples" in shown


def test_a_second_lab_of_that_name_is_refused_and_nothing_is_written(checkout):
    before = sorted(checkout.rglob("*lab09*"))
    done = run(checkout, "-c", "from autograder.cli import main; main()", "new-lab", NAME)
    assert done.returncode == 2
    assert "exists; nothing was written" in done.stderr
    assert sorted(checkout.rglob("*lab09*")) == before


@pytest.mark.parametrize("name", ["norm", "lab9_norm", "lab09-norm", "lab09_Norm", "../lab09_norm", "lab09_"])
def test_a_name_that_no_lab_can_have_is_refused(name):
    with pytest.raises(UserError, match="no name for a lab"):
        create(name)
