"""Set-ups that are broken for real: the doctor says what to do in one line, and so does the command that meets them."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.cli import main
from autograder.course import Course
from autograder.doctor import Finding, clock
from autograder.doctor.clock import examine_clock
from autograder.doctor.course import examine_course
from autograder.nbgrader_plugins.app import course_api, must

from ..attacks.ordinary import ENVIRONMENT, hindrance, start
from .classroom import LAB, hand_in, rows

NBGRADERS = "/usr/local/share/nbgrader/exchange"  # where it is unless a course says otherwise
BROKEN_BWRAP = """#!/bin/sh
echo "bwrap: No permissions to create new namespace, likely because the kernel does not allow it." >&2
exit 1
"""
as_root = pytest.mark.skipif(bool(hindrance()), reason=hindrance() or "can run as another user")


def settings(course: Course, *lines: str) -> None:
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write("\n".join(lines) + "\n")


def trouble(course: Course, monkeypatch: pytest.MonkeyPatch, needed: bool = True) -> Finding:
    """The one thing that the doctor finds wrong with a course."""
    monkeypatch.chdir(course.root)
    (found,) = [finding for finding in examine_course() if not finding.ok and finding.needed is needed]
    assert "\n" not in found.remedy
    assert found.remedy.endswith(".")
    return found


@pytest.fixture
def refusal(course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command that must end with one line (or so many); its exit code and what it said."""

    def run(*arguments: str, lines: int = 1) -> tuple[int, str]:
        monkeypatch.chdir(course.root)
        monkeypatch.setattr(sys, "argv", ["gradlab", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr().err.splitlines()
        assert len(said) == lines
        return int(end.value.code or 0), "\n".join(said)

    return run


@pytest.fixture
def exchange(course: Course) -> Path:
    """An exchange into which the lab was released."""
    settings(course, f"c.Exchange.root = {str(course.root / 'exchange')!r}")
    must(course_api(course).release_assignment(LAB), "release_assignment")
    (course.root / "exchange").chmod(0o1777)
    return course.root / "exchange"


def test_a_course_that_is_well_has_nothing_to_say(
    course: Course, exchange: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course.root)
    before = {path: path.stat().st_mtime_ns for path in course.root.rglob("*") if path.is_file()}
    found = {finding.what: finding for finding in examine_course()}
    assert all(finding.ok for finding in found.values() if finding.needed), found
    assert found["gradebook"].found.endswith("gradebook.db, can be written")
    assert found["exchange"].found == str(exchange / course.course_id)
    assert {path: path.stat().st_mtime_ns for path in course.root.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(Path(NBGRADERS).exists(), reason="this machine has an exchange where nbgrader looks for one")
def test_a_course_without_an_exchange_is_well(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course.root)
    found = {finding.what: finding for finding in examine_course()}
    assert (found["exchange"].ok, found["exchange"].found) == (True, "none: labs are sent out and imported")


def test_an_exchange_that_is_not_there(course: Course, monkeypatch: pytest.MonkeyPatch, refusal: Any) -> None:
    settings(course, f"c.Exchange.root = {str(course.root / 'nowhere')!r}")
    found = trouble(course, monkeypatch)
    assert f"make it with `mkdir -p {course.root / 'nowhere'}" in found.remedy
    code, line = refusal("collect", LAB)
    assert code == 2
    assert "`gradlab doctor` says how" in line


@pytest.mark.parametrize(
    ("place", "mode", "advice"),
    [
        ("", 0o755, "has mode 755, and nbgrader wants 777, so that students can use it: `chmod 1777"),
        ("made-101", 0o700, "so students cannot fetch: `chmod 755"),
        ("made-101/outbound", 0o750, "so students cannot fetch: `chmod 755"),
        ("made-101/inbound", 0o2730, "so students cannot hand in: `chmod 2733"),
        ("made-101/inbound", 0o2777, "so students see who handed in: `chmod o-r"),
    ],
)
def test_modes_in_the_exchange_are_as_nbgrader_wants_them(
    course: Course, exchange: Path, monkeypatch: pytest.MonkeyPatch, place: str, mode: int, advice: str
) -> None:
    (exchange / place).chmod(mode)
    found = trouble(course, monkeypatch)
    assert found.what == "exchange"
    assert advice in found.remedy


def test_a_folder_on_the_way_that_others_cannot_enter_is_said(
    course: Course, exchange: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course.root.chmod(0o700)
    assert "other accounts cannot reach" in trouble(course, monkeypatch, needed=False).remedy


def test_a_course_s_folder_that_everybody_can_move_away_is_said(
    course: Course, exchange: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange.chmod(0o777)
    monkeypatch.chdir(course.root)
    remedies = [finding.remedy for finding in examine_course() if not finding.ok and not finding.needed]
    assert any(f"`chmod +t {exchange}`" in remedy for remedy in remedies)


def test_a_course_that_every_account_can_look_into_is_said(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    course.root.chmod(0o755)
    assert f"`chmod o-rwx {course.root}`" in trouble(course, monkeypatch, needed=False).remedy


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give files to another account")
def test_an_exchange_of_somebody_else(course: Course, exchange: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.chown(exchange / course.course_id, pwd.getpwnam("nobody").pw_uid, -1)
    assert "belongs to nobody, and nbgrader lets only its owner release" in trouble(course, monkeypatch).remedy
    result = course_api(course).release_assignment(LAB)
    assert "You don't own the directory" in result["log"]  # what the doctor foretells is true


def test_a_time_zone_that_is_none(course: Course, exchange: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(course, "c.Exchange.timezone = 'Mars/Olympus'")
    assert "'Mars/Olympus' is no time zone" in trouble(course, monkeypatch).remedy


def test_a_course_without_an_id(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(course, "c.CourseDirectory.course_id = ''")
    assert "set c.CourseDirectory.course_id in" in trouble(course, monkeypatch).remedy


@pytest.mark.parametrize("command", ["release", "collect", "grade"])
def test_the_gradebook_of_another_course(
    course: Course, stub: Any, monkeypatch: pytest.MonkeyPatch, refusal: Any, command: str
) -> None:
    hand_in(course, "ann", stub)
    settings(course, "c.CourseDirectory.course_id = 'other-102'")
    assert trouble(course, monkeypatch).what == "course id"
    code, line = refusal(command, LAB)
    assert code == 2
    assert "is that of 'made-101', and this course is 'other-102'" in line


@pytest.mark.parametrize("command", ["release", "grade"])
def test_a_gradebook_that_cannot_be_opened(
    course: Course, stub: Any, monkeypatch: pytest.MonkeyPatch, refusal: Any, command: str
) -> None:
    hand_in(course, "ann", stub)
    settings(course, f"c.CourseDirectory.db_url = 'sqlite:///{course.root}/not-mounted/gradebook.db'")
    found = trouble(course, monkeypatch)
    assert "not-mounted is not there: correct c.CourseDirectory.db_url, or mount it" in found.remedy
    code, line = refusal(command, LAB)
    assert code == 3
    assert "not-mounted/gradebook.db cannot be opened" in line


def test_a_gradebook_that_is_damaged_or_has_no_driver(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    (course.root / "gradebook.db").write_bytes(b"no database, but long enough to be looked at" * 40)
    assert "is damaged; put back a copy from your backup" in trouble(course, monkeypatch).remedy
    settings(course, "c.CourseDirectory.db_url = 'mysql+nosuchdriver://ann:secret@localhost/grades'")
    found = trouble(Course(course.root), monkeypatch)
    assert found.what == "gradebook"
    assert "secret" not in found.found + found.remedy


def test_settings_that_are_no_python(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(course, "c.Exchange.root = (")
    assert "nbgrader_config.py cannot be read (SyntaxError" in trouble(course, monkeypatch).remedy


# The sandbox.


def test_a_sandbox_that_is_refused(
    course: Course, stub: Any, monkeypatch: pytest.MonkeyPatch, refusal: Any, tmp_path: Path
) -> None:
    for student in ("ann", "bob"):
        hand_in(course, student, stub)
    fake = tmp_path / "bin" / "bwrap"
    fake.parent.mkdir()
    fake.write_text(BROKEN_BWRAP)
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")
    code, line = refusal("grade", LAB, lines=2)  # who and why, and what became of it
    assert code == 3
    assert line.startswith("not graded: ann, bob: no sandbox can be started")
    assert "No permissions to create new namespace" in line
    assert "`gradlab doctor` says what to do" in line
    assert line.endswith("gradlab: 2 submissions stay ungraded through no fault of their own; run it again")
    assert rows(course)["grade"] == []  # and never a zero
    code, line = refusal("doctor")
    assert (code, line) == (3, "gradlab: this installation is not fit to grade; see above")


# The clock.


def test_a_clock_before_the_last_change_of_a_file(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    really = time.time()
    monkeypatch.setattr(clock.time, "time", lambda: really - 3600)
    found = trouble(course, monkeypatch)
    assert found.what == "clock"
    assert "which is yet to come" in found.remedy


def test_a_file_server_with_another_clock(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    really = time.time()
    monkeypatch.setattr(clock.time, "time", lambda: really + 3600)
    assert "seconds from it: the machine that stores them has another clock" in trouble(course, monkeypatch).remedy


@pytest.mark.parametrize(("zone", "ok"), [("Europe/Berlin", True), ("CET-1CEST", True), ("Mars/Olympus", False)])
def test_a_time_zone_of_the_machine_that_is_none(monkeypatch: pytest.MonkeyPatch, zone: str, ok: bool) -> None:
    monkeypatch.setenv("TZ", zone)
    (found,) = examine_clock()
    assert found.ok is ok
    assert ok or f"TZ={zone}, which is no time zone" in found.remedy


# As another user.


@pytest.fixture
def open_copy(course: Course) -> Iterator[Path]:
    """The course where every account may read it."""
    folder = Path(tempfile.mkdtemp(prefix="gradlab-"))
    folder.chmod(0o755)
    shutil.copytree(course.root, folder / "course")
    (folder / "course").chmod(0o755)  # a course is its owner's only
    yield folder / "course"
    shutil.rmtree(folder)


def gradlab(folder: Path, *arguments: str, user: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from autograder.cli import main; main()", *arguments]
    return start(command, user, folder, {**ENVIRONMENT, "PATH": os.environ["PATH"], "COLUMNS": "200"})


@as_root
def test_root_examines_as_the_account_that_grades(open_copy: Path) -> None:
    exchange = open_copy / "exchange"
    exchange.mkdir(mode=0o755)
    settings(Course(open_copy), f"c.Exchange.root = {str(exchange)!r}")
    exchange.chmod(0o777)
    well = gradlab(open_copy, "doctor")
    assert well.returncode == 0
    assert "way to the exchange" not in well.stdout
    done = gradlab(open_copy, "doctor", "--as", "nobody")
    assert done.returncode == 3, done
    assert f"course: {open_copy}" in done.stdout
    assert "may not be written by you" in done.stdout
    assert "gradebook.db may not be written; make the file and its folder writable for you" in done.stdout
    assert "an ordinary user" in done.stdout
    assert [line for line in done.stdout.splitlines() if " sandbox " in line and " ok " in f" {line}"]


@as_root
def test_an_exchange_that_the_account_may_not_write(open_copy: Path) -> None:
    exchange, nobody = open_copy.parent / "exchange", pwd.getpwnam("nobody")
    exchange.mkdir()
    exchange.chmod(0o755)
    settings(Course(open_copy), f"c.Exchange.root = {str(exchange)!r}")
    for path in (open_copy, *open_copy.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    done = gradlab(open_copy, "collect", LAB, user=nobody.pw_uid)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2
    assert f"Unwritable directory, please contact your instructor: {exchange}; " in line
    assert "`gradlab doctor` says how" in line


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no-such-account", "no account of this machine is called 'no-such-account'"),
        pytest.param(
            "nobody",
            "only root can examine as 'nobody'",
            marks=pytest.mark.skipif(os.getuid() == 0, reason="root may examine as anybody"),
        ),
    ],
)
def test_as_whom_it_cannot_be_examined(refusal: Callable[..., tuple[int, str]], name: str, said: str) -> None:
    code, line = refusal("doctor", "--as", name)
    assert code == 2
    assert said in line
