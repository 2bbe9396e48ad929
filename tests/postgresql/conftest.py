"""A course whose gradebook is on a PostgreSQL server; each test gets a copy of both. Judging is a stand-in."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from autograder import notebook
from autograder.course import CONFIG, Course, new_course
from autograder.labs import Lab, find_lab
from autograder.nbgrader_plugins.app import course_api, must

from ..nbgrader.classroom import LAB, QUERIES, stand_in_for_judges
from .server import Server, programs, serving

OTHER = "lab03_convolution"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    pytest.importorskip("psycopg", reason="needs psycopg: pip install 'gradlab[postgresql]'")
    found = programs()
    if found is None:
        pytest.skip("needs a PostgreSQL server's programs (initdb, pg_ctl), such as Debian's package postgresql")
    with serving(found) as server:
        yield server


@pytest.fixture(scope="session")
def released(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Two labs made for release."""
    server.sql("create database released")
    course = new_course(tmp_path_factory.mktemp("released") / "course", "made-101", server.url("released"))
    assert not (course.root / "gradebook.db").exists()
    for lab in (LAB, OTHER):
        must(course_api(course).generate_assignment(lab), "generate_assignment")
    return course


@pytest.fixture
def new_copy(released: Course, server: Server, tmp_path: Path) -> Callable[..., Course]:
    """A copy of a course, by default of the released one, with a database of its own."""
    made = []

    def make(name: str, of: Course = released) -> Course:
        shutil.copytree(of.root, tmp_path / name)
        before = of.db_url.partition("@/")[2].partition("?")[0]
        database = f"{tmp_path.parent.name}_{tmp_path.name}_{name}".replace("-", "_")[-60:].lower()
        server.sql(f'create database "{database}" template "{before}"')
        made.append(database)
        settings = tmp_path / name / CONFIG
        settings.write_text(settings.read_text().replace(f"@/{before}?", f"@/{database}?"))
        return Course(tmp_path / name)

    yield make
    for database in made:
        server.sql(f'drop database "{database}" with (force)')


@pytest.fixture
def course(new_copy: Callable[..., Course]) -> Course:
    return new_copy("course")


@pytest.fixture
def lab(course: Course) -> Lab:
    return find_lab(LAB, course.assignments)


@pytest.fixture(scope="session")
def solved() -> Any:
    return notebook.solve(find_lab(LAB))


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return stand_in_for_judges(monkeypatch)


def rows(course: Course) -> dict[str, list[Any]]:
    """What QUERIES find, written as SQLite writes it."""
    engine = create_engine(course.db_url)
    try:
        with engine.connect() as connection:
            return {
                table: sorted((tuple(map(_plain, row)) for row in connection.execute(text(query))), key=repr)
                for table, query in QUERIES.items()
            }
    finally:
        engine.dispose()


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, timedelta):
        return (datetime(1970, 1, 1) + value).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value


def content(course: Course) -> dict[str, Any]:
    """All that grading leaves: rows, records, and the notebooks that formgrader shows."""
    found: dict[str, Any] = dict(rows(course))
    for folder in (course.records(LAB), course.autograded):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name != "submission_secret.txt":  # drawn anew for each
                found[str(path.relative_to(course.root))] = path.read_text("utf-8")
    return found
