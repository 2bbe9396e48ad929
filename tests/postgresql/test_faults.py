"""What a database server can do to a grading: one clear line, and the next run ends as an undisturbed one."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder import gradebook as writing
from autograder.cli import main
from autograder.course import CONFIG, Course, new_course
from autograder.errors import InfrastructureError, UserError
from autograder.grading import Standing, grade
from autograder.labs import find_lab

from ..nbgrader.classroom import LAB, edited, hand_in
from .conftest import content, rows
from .server import Server


@pytest.fixture
def filled(course: Course, solved: Any, judged: list[str]) -> Course:
    """Three students who were graded once; two of them handed in anew, one got points by hand."""
    for name in ("ann", "bob", "eve"):
        hand_in(course, name, edited(solved, batchnorm_forward=f"\n# {name}"))
    run(course)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.find_grade("written_small_batches", LAB, LAB, "bob").manual_score = 7.0
        gradebook.db.commit()
    for name in ("ann", "bob"):
        hand_in(course, name, edited(solved, batchnorm_forward=f"\n# {name} anew"))
    judged.clear()
    return course


@pytest.fixture
def expected(filled: Course, new_copy: Callable[..., Course], judged: list[str]) -> dict[str, Any]:
    """What an undisturbed run leaves."""
    undisturbed = new_copy("undisturbed", filled)
    run(undisturbed)
    judged.clear()
    return content(undisturbed)


def run(course: Course, **options: Any) -> Any:
    return grade(Course(course.root), find_lab(LAB, course.assignments), 1, isolation="none", **options)


def refusal(course: Course, code: int = 3, **options: Any) -> str:
    """The one line of a grading that is refused."""
    with pytest.raises(InfrastructureError if code == 3 else UserError) as caught:
        run(course, **options)
    assert caught.value.exit_code == code
    line = str(caught.value)
    assert "\n" not in line
    assert "Background on this error" not in line
    return line


def at(course: Course, url: str) -> Course:
    """The course with another address of its gradebook."""
    settings = course.root / CONFIG
    lines = [line for line in settings.read_text().splitlines() if "db_url" not in line]
    settings.write_text("\n".join([*lines, f"c.CourseDirectory.db_url = {url!r}", ""]))
    return Course(course.root)


@pytest.fixture
def stopped(server: Server) -> Iterator[Callable[[], None]]:
    """A way to stop the server; it runs again afterwards."""
    down = []

    def stop() -> None:
        if not down:
            server.stop()
            down.append(True)

    yield stop
    if down:
        server.start()


def test_a_server_that_is_down_is_found_before_anybody_is_judged(
    filled: Course, expected: dict[str, Any], judged: list[str], server: Server
) -> None:
    server.stop()
    try:
        line = refusal(filled)
    finally:
        server.start()
    assert "is on a server that does not answer; start it" in line
    assert "then run the command again, it goes on where it stopped" in line
    assert judged == []
    run(filled)
    assert content(filled) == expected


@pytest.mark.parametrize("moment", ["judged", "writing"])
def test_a_server_that_is_stopped_in_the_middle(
    filled: Course,
    expected: dict[str, Any],
    judged: list[str],
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    monkeypatch.setattr(writing, "AT_ONCE", 1)
    before, down = rows(filled), []

    def stop(standing: Standing) -> None:
        now = standing.written == 1 if moment == "writing" else standing.judged == 2 and standing.written is None
        if now and not down:
            down.append(server.stop())

    try:
        line = refusal(filled, progress=stop)
    finally:
        server.start()
    assert down
    assert "is on a server that does not answer" in line
    assert rows(filled) == before, "all or nothing"
    assert not list(filled.private.glob("staging-*"))
    run(filled)
    assert (content(filled), judged) == (expected, ["ann", "bob"]), "nobody is judged twice"


def test_every_command_says_it_in_one_line(
    filled: Course, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(filled.root)
    server.stop()
    try:
        for command in (
            ("grade", LAB), ("report", LAB), ("export", LAB, "--to", "csv"), ("release", LAB), ("regrade", LAB),
            ("extend", LAB, "ann", "--days", "1"),
        ):  # fmt: skip
            monkeypatch.setattr(sys, "argv", ["gradlab", *command])
            with pytest.raises(SystemExit) as end:
                main()
            (line,) = capsys.readouterr().err.splitlines()
            assert (end.value.code, "is on a server that does not answer" in line) == (3, True), (command, line)
    finally:
        server.start()


def test_a_wrong_password_is_said_and_no_password_is_printed(filled: Course, server: Server) -> None:
    server.sql("drop role if exists locked", "create role locked login password 'right'")
    database = filled.db_url.partition("@/")[2].partition("?")[0]
    for login in ("locked:wrong-secret", "locked"):
        line = refusal(at(filled, server.url(database, login)))
        assert "does not let you in; correct name and password" in line
        assert "secret" not in line


def test_a_role_or_a_database_that_is_not_there(filled: Course, server: Server) -> None:
    database = filled.db_url.partition("@/")[2].partition("?")[0]
    assert "does not let you in" in refusal(at(filled, server.url(database, "nobody_such")))
    assert "is not there; make the database with createdb" in refusal(at(filled, server.url("no_such_database")))


def test_a_role_that_may_only_read_is_found_before_anybody_is_judged(
    filled: Course, server: Server, judged: list[str]
) -> None:
    database = filled.db_url.partition("@/")[2].partition("?")[0]
    server.sql("drop role if exists reader", "create role reader login")
    server.sql("grant select on all tables in schema public to reader", database=database)
    assert "grant your role all rights" in refusal(at(filled, server.url(database, "reader")))
    server.sql(f'alter database "{database}" set default_transaction_read_only = on')
    assert "set to be read only" in refusal(at(filled, server.url(database)))
    assert judged == []


def test_a_gradebook_of_another_course_is_refused_and_not_changed(
    filled: Course, new_copy: Callable[..., Course]
) -> None:
    other = new_copy("other")
    settings = other.root / CONFIG
    settings.write_text(settings.read_text().replace("'made-101'", "'other-101'"))
    hand_in(other, "ann", "{}")
    before = rows(filled)
    line = refusal(at(other, filled.db_url), code=2)
    assert "is that of 'made-101', and this course is 'other-101'" in line
    assert rows(filled) == before


def test_without_the_driver_one_line_says_what_to_install(filled: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "needs psycopg: pip install 'gradlab[postgresql]'" in refusal(filled, code=2)


@pytest.mark.parametrize("url", ["postgres", "no-such-kind://localhost/x", "postgresql+psycopg://host:port/x"])
def test_what_is_no_address_of_a_database(filled: Course, url: str) -> None:
    assert "is no address of a database; give one such as" in refusal(at(filled, url), code=2)


def test_a_new_course_is_not_made_where_its_gradebook_cannot_be(server: Server, tmp_path: Any) -> None:
    with pytest.raises(InfrastructureError, match="is not there; make the database with createdb"):
        new_course(tmp_path / "course", "made-103", server.url("no_such_database"))
    assert not (tmp_path / "course").exists()
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="is no address of a database"):
        new_course(tmp_path / "empty", "made-103", "postgres")
    assert list((tmp_path / "empty").iterdir()) == []
