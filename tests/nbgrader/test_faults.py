"""What fails while a class is graded: one clear line, and the next run ends as an undisturbed one."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import text

from autograder import database, gradebook, grading
from autograder.course import Course
from autograder.errors import GradlabError, InfrastructureError, UserError
from autograder.grading import Grading, Standing, grade
from autograder.labs import find_lab

from .classroom import LAB, edited, hand_in, rows, stand_in_for_judges

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


@pytest.fixture(autouse=True)
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(database, "PATIENCE", 0)
    return stand_in_for_judges(monkeypatch)


def run(course: Course, **options: Any) -> Grading:
    return grade(Course(course.root), find_lab(LAB, course.assignments), 1, isolation="none", **options)


def refusal(course: Course, **options: Any) -> str:
    with pytest.raises(GradlabError) as caught:
        run(course, **options)
    line = str(caught.value)
    assert "\n" not in line
    assert caught.value.exit_code == (2 if isinstance(caught.value, UserError) else 3)
    return line


def content(course: Course) -> dict[str, Any]:
    found: dict[str, Any] = dict(rows(course))
    for folder in (course.records(LAB), course.autograded):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name != "submission_secret.txt":
                found[str(path.relative_to(course.root))] = path.read_text("utf-8")
    return found


@pytest.fixture
def filled(course: Course, solved: Any, stub: Any, judged: list[str]) -> Course:
    """Three students who were graded once; two of them handed in anew, one got points by hand."""
    for name, nb in (("ann", stub), ("bob", solved), ("eve", stub)):
        hand_in(course, name, nb)
    run(course)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.find_grade("written_small_batches", LAB, LAB, "bob").manual_score = 7.0
        gradebook.find_comment("batchnorm_forward", LAB, LAB, "ann").manual_comment = "look at eps"
        gradebook.db.commit()
    hand_in(course, "ann", edited(solved, batchnorm_forward="\n# anew"))
    hand_in(course, "bob", edited(solved, batchnorm_forward="\n# anew, too"))
    judged.clear()
    return course


@pytest.fixture
def expected(filled: Course, tmp_path: Path, judged: list[str]) -> dict[str, Any]:
    """What an undisturbed run leaves."""
    shutil.copytree(filled.root, tmp_path / "undisturbed")
    run(Course(tmp_path / "undisturbed"))
    judged.clear()
    return content(Course(tmp_path / "undisturbed"))


# A full disk.

WRITES = (
    (Path, "write_text"), (Path, "mkdir"), (Path, "replace"), (Path, "touch"), (Path, "chmod"),
    (os, "rename"), (os, "mkdir"), (shutil, "copyfile"),
)  # fmt: skip


class FullDisk:
    """Fails at the write of a number, as a full disk does: a text is half there."""

    def __init__(self, fails_at: int) -> None:
        self.fails_at, self.count = fails_at, 0

    def around(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def write(*args: Any, **kwargs: Any) -> Any:
            self.count += 1
            if self.count == self.fails_at:
                if real.__name__ == "write_text":
                    real(args[0], args[1][: len(args[1]) // 2], **kwargs)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(args[0]))
            return real(*args, **kwargs)

        return write

    @contextmanager
    def here(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            for place, name in WRITES:
                patch.setattr(place, name, self.around(getattr(place, name)))
            yield


def fail_at_every(step: int, course: Course, expected: dict[str, Any], tmp_path: Path) -> int:
    number, failures = 1, 0
    while True:
        copy = Course(tmp_path / f"full {number}")
        shutil.copytree(course.root, copy.root)
        disk = FullDisk(number)
        said = ""
        with disk.here():
            try:
                run(copy)
            except InfrastructureError as error:
                failures, said = failures + 1, str(error)
        assert "No space left on device" in said or not said
        assert "\n" not in said
        assert disk.count >= number or failures, "the disk was never full"
        with sqlite3.connect(copy.root / "gradebook.db") as db:
            assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
        run(copy)
        assert content(copy) == expected, f"write {number}"
        assert not [*copy.private.glob("staging-*"), *copy.root.rglob(".partial-*")]
        if disk.count < number:
            return failures
        shutil.rmtree(copy.root)
        number += step


def test_a_disk_that_is_full_at_some_write(filled: Course, expected: dict[str, Any], tmp_path: Path) -> None:
    assert fail_at_every(5, filled, expected, tmp_path) >= 5


@pytest.mark.slow
def test_a_disk_that_is_full_at_any_write(filled: Course, expected: dict[str, Any], tmp_path: Path) -> None:
    failures = fail_at_every(1, filled, expected, tmp_path)
    print(f"\nfull at each of {failures} writes: the same result every time")
    assert failures >= 25


# The database.


def answering(monkeypatch: pytest.MonkeyPatch, *pragmas: str) -> None:
    """The gradebook's connections are limited, as the system limits them."""

    class Limited(Gradebook):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            for pragma in pragmas:
                self.db.execute(text(pragma))

    monkeypatch.setattr(database, "Gradebook", Limited)


def test_a_gradebook_that_may_not_be_written_is_found_before_anybody_is_judged(
    filled: Course, expected: dict[str, Any], judged: list[str]
) -> None:
    before = content(filled)
    with pytest.MonkeyPatch.context() as patch:
        answering(patch, "pragma query_only = on")
        line = refusal(filled)
    assert "may not be written; make the file and its folder writable" in line
    assert (judged, content(filled)) == ([], before)
    run(filled)
    assert content(filled) == expected


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everything")
def test_a_gradebook_without_write_permission_is_found_too(filled: Course) -> None:
    (filled.root / "gradebook.db").chmod(0o444)
    assert "may not be written" in refusal(filled)


def test_a_gradebook_that_cannot_grow_changes_nothing(
    filled: Course, expected: dict[str, Any], judged: list[str], solved: Any
) -> None:
    for number in range(30):
        hand_in(filled, f"new {number}", solved)
    before = rows(filled)
    with pytest.MonkeyPatch.context() as patch:
        answering(patch, "pragma max_page_count = 1")  # not one page more
        assert "the disk is full; make room" in refusal(filled)
    assert rows(filled) == before
    assert len(judged) == 32
    for number in range(30):
        shutil.rmtree(filled.submitted / f"new {number}")
        (filled.records(LAB) / f"new {number}.json").unlink()
    judged.clear()
    run(filled)
    assert (content(filled), judged) == (expected, [])


@contextmanager
def held(course: Course) -> Iterator[None]:
    """Another process holds the gradebook's lock."""
    program = (
        "import sqlite3, sys\ndb = sqlite3.connect(sys.argv[1])\ndb.execute('begin exclusive')\n"
        "print('held', flush=True)\ninput()"
    )
    command = [sys.executable, "-c", program, str(course.root / "gradebook.db")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield
        process.communicate("\n")


def test_a_gradebook_that_another_program_holds(filled: Course, expected: dict[str, Any], judged: list[str]) -> None:
    with held(filled):
        assert "is in use by another program" in refusal(filled)
    assert judged == []
    run(filled)
    assert content(filled) == expected


def test_a_gradebook_that_another_program_takes_while_we_judge(
    filled: Course, expected: dict[str, Any], judged: list[str]
) -> None:
    before = rows(filled)
    holding = held(filled)
    line = refusal(
        filled, progress=lambda standing: standing.waiting == 0 and standing.written is None and holding.__enter__()
    )
    holding.__exit__(None, None, None)
    assert "is in use by another program" in line
    assert rows(filled) == before
    assert judged == ["ann", "bob"]
    run(filled)
    assert (content(filled), judged) == (expected, ["ann", "bob"]), "nobody is judged twice"


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\0" + b"x" * 5000, b"hello" * 1000])
def test_a_damaged_gradebook(filled: Course, judged: list[str], damage: bytes) -> None:
    (filled.root / "gradebook.db").write_bytes(damage)
    line = refusal(filled)
    assert ("put back a copy from your backup" in line) or (damage == b"" and "is not in the gradebook" in line)
    assert judged == []


def test_a_gradebook_put_back_from_a_backup_gets_the_grades_again(
    filled: Course, expected: dict[str, Any], judged: list[str]
) -> None:
    shutil.copy(filled.root / "gradebook.db", filled.root / "backup.db")
    run(filled)
    shutil.copy(filled.root / "backup.db", filled.root / "gradebook.db")
    judged.clear()
    run(filled)
    assert (content(filled), judged) == (expected, [])


# Records and notebooks.


def other_types(record: str) -> str:
    return record.replace('"weight": 1.0', '"weight": null', 1)


@pytest.mark.parametrize("damage", [
    lambda record: "", lambda record: record[: len(record) // 2], lambda record: "[" * 100_000, lambda record: "null",
    lambda record: record.replace('"passed"', '"won"'), other_types, lambda record: record + "}",
    lambda record: record.replace('"points": ', '"points": "many", "x": '), lambda record: "\0" * 4096,
    lambda record: record.replace('"message": ""', '"message": {}'),
])  # fmt: skip
def test_a_damaged_record_is_made_anew_and_no_other(
    filled: Course, expected: dict[str, Any], judged: list[str], damage: Callable[[str], str]
) -> None:
    run(filled)
    judged.clear()
    path = filled.records(LAB) / "bob.json"
    assert damage(path.read_text()) != path.read_text()
    path.write_text(damage(path.read_text()))
    run(filled)
    assert judged == ["bob"]
    assert {key: value for key, value in content(filled).items() if key != "grade"} == {
        key: value for key, value in expected.items() if key != "grade"
    }


def test_a_run_stopped_before_the_gradebook_was_written_is_finished_by_the_next(
    filled: Course, expected: dict[str, Any], judged: list[str]
) -> None:
    """The notebooks of an earlier judgement stand there, with the same times."""

    def stop(standing: Standing) -> None:
        if standing.judged == 2:
            raise KeyboardInterrupt

    before = rows(filled)
    with pytest.raises(KeyboardInterrupt):
        run(filled, progress=stop)
    assert (rows(filled), judged) == (before, ["ann", "bob"])
    run(filled)
    assert (content(filled), judged) == (expected, ["ann", "bob"])


def test_a_run_stopped_after_the_gradebook_was_written_is_finished_by_the_next(
    filled: Course, expected: dict[str, Any], judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = gradebook._swap

    def swap(staging: Path, student: str, place: Path) -> None:
        if student == "bob":
            raise KeyboardInterrupt
        real(staging, student, place)

    monkeypatch.setattr(gradebook, "_swap", swap)
    with pytest.raises(KeyboardInterrupt):
        run(filled)
    monkeypatch.setattr(gradebook, "_swap", real)
    run(filled)
    assert (content(filled), judged) == (expected, ["ann", "bob"])


def test_what_is_handed_in_anew_while_it_is_graded_gets_no_verdict_on_the_old(
    filled: Course, judged: list[str], solved: Any
) -> None:
    before = rows(filled)["grade"]
    anew = edited(solved, batchnorm_forward="\n# a third time")
    result = run(filled, progress=lambda standing: standing.written is None and hand_in(filled, "ann", anew))
    assert set(result.failed) == {"ann"}
    assert [row for row in rows(filled)["grade"] if row[0] == "ann"] == [row for row in before if row[0] == "ann"]
    assert run(filled).judged == {"ann"}


def test_two_gradings_at_once_are_refused(filled: Course, judged: list[str]) -> None:
    lines = []
    run(filled, progress=lambda *_: lines.append(refusal(filled)))
    assert all("another grading is at work in this course already" in line for line in lines)
    assert len(lines) > len(judged) == 2, "while each is judged, and while the gradebook is written"


def test_notebooks_are_not_kept_in_memory(filled: Course, solved: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """At any time a few are alive, whatever the size of the class."""
    for number in range(30):
        hand_in(filled, f"s{number}", edited(solved, batchnorm_forward=f"\n# {number}"))
    made: list[Any] = []
    alive: list[int] = []
    read, stage = grading.submission_from, gradebook._stage

    def reading(*args: Any) -> Any:
        submission = read(*args)
        made.append(weakref.ref(submission))
        alive.append(sum(one() is not None for one in made))
        return submission

    def staging(*args: Any) -> None:
        alive.append(sum(one() is not None for one in made))
        stage(*args)

    monkeypatch.setattr(grading, "submission_from", reading)
    monkeypatch.setattr(gradebook, "_stage", staging)
    monkeypatch.setattr(gradebook, "AT_ONCE", 5)
    run(filled)
    assert len(alive) >= 3 * 30
    assert max(alive) <= 2 * 5 + 2
