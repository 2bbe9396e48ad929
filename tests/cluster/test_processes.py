"""One class graded in every way there is: the same records, the same gradebook, whoever judged and whatever died."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder import pool
from autograder.course import Course
from autograder.nbgrader_plugins.app import course_api, must

from ..faults.made_class import LAB, content, copy_of, new_class
from ..faults.processes import Started, adopt_orphans, descendants, left_over, run
from ..nbgrader.classroom import rows
from .dask_cluster import cluster

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]
STUDENTS, WITHOUT = 24, "s0002"


@pytest.fixture(scope="module")
def ungraded(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return new_class(tmp_path_factory.mktemp("class") / "course", STUDENTS)


@pytest.fixture(scope="module")
def expected(ungraded: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one process leaves."""
    course = copy_of(ungraded, tmp_path_factory.mktemp("one") / "course")
    assert run(course.root, "grade", LAB, "--jobs", "1") == (0, "")
    found = content(course)
    assert len({json.dumps(value) for key, value in found.items() if key.startswith("record")}) > 5
    return found


@pytest.fixture(autouse=True)
def _orphans() -> Iterator[None]:
    adopt_orphans()
    yield
    adopt_orphans(False)


def differences(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    return [key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key)]


def test_two_processes(ungraded: Course, expected: dict[str, Any], tmp_path: Path) -> None:
    course = copy_of(ungraded, tmp_path / "course")
    assert run(course.root, "grade", LAB, "--jobs", "2") == (0, "")
    assert differences(expected, content(course)) == []


def test_nbgrader_autograde(ungraded: Course, expected: dict[str, Any], tmp_path: Path) -> None:
    course = copy_of(ungraded, tmp_path / "course")
    api = course_api(course)
    students = sorted(path.name for path in course.submitted.iterdir())
    students.remove(WITHOUT)  # nbgrader grades no folder in which there is no notebook at all
    for student in students:
        must(api.autograde(LAB, student), f"autograde of {student}")
    pool._standing.cache_clear()
    found = content(course)
    gradebook, records = rows(course).keys(), {key for key in expected if key.startswith("record ")}
    assert len(records) == len(students)
    for table in gradebook:
        assert found[table] == [row for row in expected[table] if row[0] != WITHOUT], table
    assert differences({key: expected[key] for key in records}, {key: found.get(key) for key in records}) == []


def test_dask_with_two_workers(ungraded: Course, expected: dict[str, Any], tmp_path: Path) -> None:
    course = copy_of(ungraded, tmp_path / "course")
    with cluster(tmp_path / "dask", 2) as processes:
        assert run(course.root, "grade", LAB, "--dask", processes.address) == (0, "")
        assert differences(expected, content(course)) == []
        judged = {path.name: path.stat().st_mtime_ns for path in course.records(LAB).iterdir()}
        assert run(course.root, "grade", LAB, "--dask", processes.address) == (0, "")
        assert judged == {path.name: path.stat().st_mtime_ns for path in course.records(LAB).iterdir()}


def test_a_worker_killed_in_the_middle_loses_nothing_and_neither_does_one_that_comes_late(
    ungraded: Course, expected: dict[str, Any], tmp_path: Path
) -> None:
    course, known = copy_of(ungraded, tmp_path / "course"), descendants()
    with cluster(tmp_path / "dask", 1) as processes:
        (first,) = processes.workers
        grading = Started(course.root, "grade", LAB, "--dask", processes.address)
        while len(list(course.records(LAB).glob("s*.json"))) < 5:
            assert not grading.ended(), grading.said.read()
            time.sleep(0.01)
        os.killpg(first.pid, signal.SIGKILL)
        before = len(list(course.records(LAB).glob("s*.json")))
        assert before < STUDENTS - 1, "it was killed in the middle"
        processes.add_worker()
        while not grading.ended():
            time.sleep(0.05)
        grading.said.seek(0)
        assert (grading.code, grading.said.read()) == (0, "")
        assert differences(expected, content(course)) == []
    assert left_over(known) == {}, "no sandbox outlives its worker"


def test_a_cluster_that_goes_away_leaves_the_rest_ungraded_and_another_run_finishes_it(
    ungraded: Course, expected: dict[str, Any], tmp_path: Path
) -> None:
    course = copy_of(ungraded, tmp_path / "course")
    patient = (
        "from autograder.cluster import coordinator; coordinator.PATIENCE = 1; from autograder.cli import main; main()"
    )
    with cluster(tmp_path / "dask", 1) as processes:
        command = [sys.executable, "-c", patient, "grade", LAB, "--dask", processes.address]
        with subprocess.Popen(
            command, cwd=course.root, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as started:
            while len(list(course.records(LAB).glob("s*.json"))) < 3:
                assert started.poll() is None, started.communicate()
                time.sleep(0.01)
            os.killpg(processes.workers[0].pid, signal.SIGKILL)
            _, said = started.communicate(timeout=120)
    assert started.returncode == 3
    assert "the Dask cluster has no worker" in said
    graded = {row[0] for row in rows(course)["grade"] if row[3] is not None}
    assert 0 < len(graded) < STUDENTS, "no zeros for those who wait"
    assert run(course.root, "grade", LAB, "--jobs", "2") == (0, "")
    assert differences(expected, content(course)) == []
