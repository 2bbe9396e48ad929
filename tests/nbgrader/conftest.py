"""One course, made and released once; each test gets a copy of its own. The judge is replaced where a test says so."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder import notebook
from autograder.course import Course, new_course
from autograder.labs import Lab, find_lab
from autograder.nbgrader_plugins import judge
from autograder.nbgrader_plugins.app import course_api, must

from .classroom import LAB, made_record


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
