"""The Gradescope autograder, run in a local imitation of Gradescope's folders; Gradescope itself was not at hand."""

import ast
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from autograder.course import Course
from autograder.exports.files import Choice, export
from autograder.exports.grades import class_grades
from autograder.exports.gradescope_autograder import requirements
from autograder.exports.junit import junit
from autograder.grading import grade
from autograder.score import score_question

from .classroom import LAB, edited, hand_in


@pytest.fixture
def unpacked(course, lab, tmp_path):
    """As Gradescope lays it out: the zip in source/, run_autograder beside it, an empty submission and results."""
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write('c.CourseDirectory.db_url = "postgresql://me:password@db/x"\nc.Policy.memory_mib = 900\n')
        file.write('c.Policy.labs = {"lab01_backprop": {"call_seconds": 3}, "lab02_batchnorm": {"call_seconds": 4}}\n')
    done = export(Course(course.root), lab, Choice("gradescope-autograder"))
    assert "salt" in done.notes[0]
    root = tmp_path / "autograder"
    with zipfile.ZipFile(done.files[0]) as archive:
        archive.extractall(root / "source")
        assert all(archive.getinfo(name).external_attr >> 16 & 0o111 for name in ("setup.sh", "run_autograder"))
    shutil.copy(root / "source" / "run_autograder", root / "run_autograder")
    (root / "submission").mkdir()
    (root / "results").mkdir()
    (root / "venv").symlink_to(sys.prefix)  # what setup.sh installs
    return root


def run(root: Path) -> subprocess.CompletedProcess:
    clean = {"PATH": os.environ["PATH"], "HOME": str(root)}
    return subprocess.run(["bash", str(root / "run_autograder")], cwd="/", env=clean, capture_output=True, text=True)


def results(root: Path) -> dict:
    return json.loads((root / "results" / "results.json").read_text(encoding="utf-8"))


def test_the_zip_gives_the_grade_that_the_course_gives(course, lab, solved, unpacked, new_copy):
    broken = edited(
        solved, identity_parameters="\n\ndef identity_parameters(x, eps):\n    return x.std(0), x.mean(0)\n"
    )
    (unpacked / "submission" / "my copy.ipynb").write_text(nbformat.writes(broken), encoding="utf-8")
    said = run(unpacked)
    assert said.returncode == 0, said.stderr
    config = course.root / "nbgrader_config.py"  # the course as it was before somebody moved it to a database server
    config.write_text("".join(line for line in config.open() if "postgresql" not in line))
    hand_in(course, "kim", broken)
    record = grade(Course(course.root), lab, 1).records["kim"]
    tests = {test["name"]: test for test in results(unpacked)["tests"]}
    assert {name: test["score"] for name, test in tests.items()} == {
        question.name: score_question(question).score for question in record.questions
    }
    assert tests["identity_parameters"]["status"] == "failed"
    assert results(unpacked)["extra_data"]["record"] == record.digest, "the same judgement to the byte"
    said = (unpacked / "results" / "results.json").read_text() + junit(lab, class_grades(Course(course.root), lab))
    assert "identity_parameters" in said
    assert not [line for line in code_lines(lab) if line in said], "no line of the suite or of the solutions"


def code_lines(lab):
    """The longer lines of code, docstrings aside: those are the claims that students are told."""
    lines = set()
    for path in (*lab.suite.glob("*.py"), lab.solution):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(node):
                node.body = node.body[1:] or [ast.Pass()]
        lines |= {line.strip() for line in ast.unparse(tree).splitlines() if len(line.strip()) > 25}
    assert len(lines) > 100
    return lines


def test_without_the_notebook_the_student_is_told_and_can_hand_in_again(unpacked):
    (unpacked / "submission" / "notes.txt").touch()
    assert run(unpacked).returncode == 0
    assert results(unpacked)["score"] == 0
    assert f"There is no {LAB}.ipynb" in results(unpacked)["output"]


@pytest.mark.slow
def test_where_we_fail_there_is_no_result_and_so_no_score(unpacked, solved):
    (unpacked / "submission" / f"{LAB}.ipynb").write_text(nbformat.writes(solved), encoding="utf-8")
    (unpacked / "source" / "solutions" / f"{LAB}.py").write_text("raise RuntimeError")
    said = run(unpacked)
    assert said.returncode == 3
    assert "not graded" in said.stderr
    assert not (unpacked / "results" / "results.json").exists()


def test_it_holds_the_suite_of_its_lab_only_and_no_password(unpacked):
    suites = unpacked / "source" / "autograder" / "suites"
    assert [path.name for path in suites.iterdir() if path.is_dir()] == [LAB]
    config = (unpacked / "source" / "course" / "nbgrader_config.py").read_text()
    assert "password" not in config
    assert "c.Policy.memory_mib = 900" in config
    assert "lab01_backprop" not in config
    assert not list((unpacked / "source").rglob("*.db"))


def test_what_is_installed_there_is_what_is_installed_here():
    pinned = dict(line.partition(";")[0].split("==") for line in requirements() if "==" in line.partition(";")[0])
    import hypothesis
    import numpy

    assert pinned["numpy"] == numpy.__version__
    assert pinned["hypothesis"] == hypothesis.__version__
    assert "jupyter" not in pinned


def test_the_set_up_is_a_script_that_a_shell_takes(unpacked):
    for name in ("setup.sh", "run_autograder"):
        assert subprocess.run(["bash", "-n", str(unpacked / "source" / name)]).returncode == 0
