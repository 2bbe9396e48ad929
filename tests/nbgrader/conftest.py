"""One course, made and released once; each test gets a copy of its own. The judge is replaced where a test says so."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder import notebook
from autograder.cli import main
from autograder.course import Course, new_course
from autograder.labs import Lab, find_lab
from autograder.nbgrader_plugins import judge
from autograder.nbgrader_plugins.app import course_api, must

from .classroom import LAB, PEOPLE, made_record
from .inbound import settings


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = new_course(tmp_path_factory.mktemp("released") / "course", "made-101")
    must(course_api(course).generate_assignment(LAB), "generate_assignment")
    return course


@pytest.fixture
def new_copy(released: Course, tmp_path: Path) -> Callable[[str], Course]:
    def make(name: str) -> Course:
        shutil.copytree(released.root, tmp_path / name)
        return Course(tmp_path / name)

    return make


@pytest.fixture
def course(new_copy: Callable[[str], Course]) -> Course:
    return new_copy("course")


@pytest.fixture
def lab(course: Course) -> Lab:
    return find_lab(LAB, course.assignments)


@pytest.fixture(scope="session")
def solved() -> Any:
    return notebook.solve(find_lab(LAB))


@pytest.fixture(scope="session")
def stub() -> Any:
    return notebook.release_form(find_lab(LAB))


@pytest.fixture
def made_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "judge_one", made_record)


@pytest.fixture
def gradlab(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run a command in the course: exit code, what it printed, and its errors."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.chdir(course.root)
        monkeypatch.setattr(sys, "argv", ["gradlab", *map(str, arguments)])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return run


@pytest.fixture
def enrolled(course: Course) -> None:
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for student, (last, first, number) in PEOPLE.items():
            email = f"{student.split(',')[0]}@x"
            gradebook.add_student(student, last_name=last, first_name=first, lms_user_id=number, email=email)


@pytest.fixture
def inbound(course: Course) -> Path:
    """One account plays all students, as in the demo."""
    settings(course, f"c.Exchange.root = {str(course.root / 'exchange')!r}", "c.ExchangeCollect.check_owner = False")
    must(course_api(course).release_assignment(LAB), "release_assignment")
    return course.root / "exchange" / course.course_id / "inbound"


@pytest.fixture
def collect(gradlab: Callable[..., tuple[int, str, str]]) -> Callable[[], tuple[int, dict[str, Any]]]:
    """`gradlab collect --json`: the exit code, and the result."""

    def run() -> tuple[int, dict[str, Any]]:
        code, said, errors = gradlab("collect", LAB, "--json")
        result = json.loads(said)
        assert all(sentence in errors for sentence in result["refused"])
        return code, result

    return run
