"""The wheel, installed where the checkout cannot be seen: it holds all of the kit, and gives the same records."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from autograder import pool
from autograder.course import Course
from autograder.labs import find_lab
from autograder.nbgrader_plugins.app import course_api, must
from autograder.normalise import submission_from
from autograder.notebook import release_form, solve
from autograder.score import score_record

ROOT = Path(__file__).parents[2]
LAB = "lab02_batchnorm"
ANSWERS = {"solved": (), "wrong1": ("eps_outside_the_root",), "wrong2": ("dx_without_variance", "identity_without_eps")}
OFFLINE = ("No matching distribution found", "Connection", "Temporary failure in name resolution")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    environment = {**os.environ, "PIP_RETRIES": "1", "PIP_DEFAULT_TIMEOUT": "15", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder, ROOT]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    said = done.stdout + done.stderr
    if done.returncode and ("No module named pip" in said or any(word in said for word in OFFLINE)):
        pytest.skip("no wheel can be built here: it takes pip, and a package index that has hatchling")
    assert done.returncode == 0, said
    (path,) = folder.glob("gradlab-*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Run a program of a fresh environment: gradlab comes from the wheel, all else from where the tests run."""
    fresh = tmp_path_factory.mktemp("fresh") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", fresh], check=True)
    python = fresh / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
    place = subprocess.check_output([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True)
    # A folder named in a .pth file is searched, but .pth files in it, such as the editable install's, are not read.
    (Path(place.strip()) / "others.pth").write_text(sysconfig.get_path("purelib") + "\n")
    programs = [str(fresh / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["PATH"] = os.pathsep.join(programs)

    def run(program: str, *arguments: str, cwd: Path) -> str:
        command = [str(fresh / "bin" / program), *arguments]
        done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="module")
def course(installed: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course that the wheel made and released, with a solved notebook, two wrong ones and the stub handed in."""
    folder = tmp_path_factory.mktemp("elsewhere")
    installed("gradlab", "new-course", "course", cwd=folder)
    installed("gradlab", "release", LAB, cwd=folder / "course")
    course, lab = Course(folder / "course"), find_lab(LAB)
    notebooks = {"stub": release_form(lab)}
    for student, names in ANSWERS.items():
        paths = [lab.solution, *(lab.suite / "wrong" / f"{name}.py" for name in names)]
        notebooks[student] = solve(lab, *(path.read_text(encoding="utf-8") for path in paths))
    for student, notebook in notebooks.items():
        place = course.folder("submitted", student, LAB)
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{LAB}.ipynb")
    return course


def test_the_wheel_holds_every_file_of_the_kit_as_it_is_here(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = {name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name}
    ours = {}
    for folder, place in (("autograder", ""), ("solutions", ""), ("assignments", "autograder/")):
        for path in (ROOT / folder).rglob("*"):
            relative = path.relative_to(ROOT)
            if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in relative.parts):
                ours[place + relative.as_posix()] = path.read_bytes()
    assert sorted(held) == sorted(ours)
    assert held == ours


def test_the_installed_kit_does_not_see_the_checkout(installed, tmp_path):
    code = "import json, sys, autograder.labs as labs; print(json.dumps([sys.path, str(labs.PACKAGE)]))"
    path, package = json.loads(installed("python", "-c", code, cwd=tmp_path))
    assert str(ROOT) not in path
    assert not Path(package).is_relative_to(ROOT / "autograder")
    assert LAB in installed("gradlab", "labs", cwd=tmp_path)


@pytest.mark.slow
def test_wheel_checkout_and_nbgrader_give_the_same_records(installed, course):
    installed("gradlab", "grade", LAB, cwd=course.root)
    students = ("solved", "stub", "wrong1", "wrong2")
    records = {student: course.load_record(LAB, student) for student in students}
    scores = {student: score_record(record).score for student, record in records.items()}
    assert scores["solved"] == score_record(records["solved"]).points > scores["wrong1"] > scores["stub"] == 0
    judgements = {student: record.judgement() for student, record in records.items()}

    lab = find_lab(LAB, course.assignments)
    shutil.rmtree(course.private / "cases")  # drawn anew
    for student in students:
        submission = submission_from(course.folder("submitted", student, LAB) / f"{LAB}.ipynb", lab)
        assert pool.judge_one(lab, submission, course).judgement() == judgements[student]

    shutil.rmtree(course.records(LAB))
    must(course_api(course).autograde(LAB, "*"), "autograde")
    pool._standing.cache_clear()
    assert {student: course.load_record(LAB, student).judgement() for student in students} == judgements
