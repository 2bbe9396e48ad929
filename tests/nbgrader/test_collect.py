"""Collecting takes ordinary files of the student's own, and nothing stops it."""

import json
import os
import pwd
import stat
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from autograder.attempts import attempts_of, put_forward
from autograder.cli import main
from autograder.course import Course
from autograder.labs import find_lab
from autograder.nbgrader_plugins import arrivals
from autograder.nbgrader_plugins.app import course_api, must

from .classroom import LAB

ME = pwd.getpwuid(os.getuid()).pw_name
root_only = pytest.mark.skipif(os.getuid() != 0, reason="only root can give files to another account")


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def settings(course: Course, *lines: str) -> None:
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write("\n".join(lines) + "\n")


@pytest.fixture
def inbound(course: Course) -> Path:
    """One account plays all students, as in the demo."""
    settings(course, f"c.Exchange.root = {str(course.root / 'exchange')!r}", "c.ExchangeCollect.check_owner = False")
    must(course_api(course).release_assignment(LAB), "release_assignment")
    return course.root / "exchange" / course.course_id / "inbound"


def arrive(inbound: Path, student: str, ago: float = 0, when: str = "", suffix: str = "x1") -> Path:
    """A submission that claims to have been handed in `ago` seconds ago."""
    when = when or (now() - timedelta(seconds=ago)).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    folder = inbound / f"{student}+{LAB}+{when}+{suffix}"
    folder.mkdir()
    (folder / f"{LAB}.ipynb").write_text(f"{student} {suffix}")
    (folder / "timestamp.txt").write_text(when)
    return folder


@pytest.fixture
def collect(course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[], Any]:
    """`gradlab collect --json`: the exit code, and the result."""

    def run() -> tuple[int, dict[str, Any]]:
        monkeypatch.chdir(course.root)
        monkeypatch.setattr(sys, "argv", ["gradlab", "collect", LAB, "--json"])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        result = json.loads(said.out)
        assert "Traceback" not in said.err
        assert all(sentence in said.err for sentence in result["refused"])
        return code, result

    return run


def taken(course: Course) -> dict[str, str]:
    return {path.parent.parent.name: path.read_text() for path in course.submitted.glob(f"*/{LAB}/{LAB}.ipynb")}


def refused(result: dict[str, Any]) -> dict[str, str]:
    """By student, the last sentence said of them."""
    return {sentence.split("'")[1]: sentence.split(": ", 2)[2] for sentence in result["refused"]}


def link(folder: Path) -> None:
    (folder / "a.html").symlink_to("/etc/hostname")


def link_for_the_notebook(folder: Path) -> None:
    (folder / f"{LAB}.ipynb").unlink()
    (folder / f"{LAB}.ipynb").symlink_to("/etc/hostname")


def link_to_nowhere(folder: Path) -> None:
    (folder / "a").symlink_to("nowhere")


def link_to_a_folder(folder: Path) -> None:
    (folder / "sub").symlink_to("/etc")


def hard_link(folder: Path) -> None:
    os.link(folder / f"{LAB}.ipynb", folder / "again.ipynb")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "data.csv")


def pipe_for_the_time(folder: Path) -> None:
    (folder / "timestamp.txt").unlink()
    os.mkfifo(folder / "timestamp.txt")


def socket_file(folder: Path) -> None:
    os.mknod(folder / "s", stat.S_IFSOCK | 0o600)


def pipe_in_a_folder(folder: Path) -> None:
    (folder / "a" / "b").mkdir(parents=True)
    os.mkfifo(folder / "a" / "b" / "c")


def many_files(folder: Path) -> None:
    for number in range(1100):
        (folder / str(number)).touch()


def many_files_spread(folder: Path) -> None:
    for number in range(1100):
        (folder / str(number % 3)).mkdir(exist_ok=True)
        (folder / str(number % 3) / str(number)).touch()


def deep_folders(folder: Path) -> None:
    (folder / "/".join("d" * 40)).mkdir(parents=True)


def large_file(folder: Path) -> None:
    with (folder / "large.bin").open("wb") as file:
        file.truncate(100_000_001)


def large_in_all(folder: Path) -> None:
    for number in range(3):
        with (folder / f"{number}.bin").open("wb") as file:
            file.truncate(40_000_000)


HOSTILE = {
    link: "'a.html' is a link or a special file",
    link_for_the_notebook: f"'{LAB}.ipynb' is a link or a special file",
    link_to_nowhere: "'a' is a link or a special file",
    link_to_a_folder: "'sub' is a link or a special file",
    hard_link: "is a hard link, a file with 2 names",
    pipe: "'data.csv' is a link or a special file",
    pipe_for_the_time: "'timestamp.txt' is a link or a special file",
    socket_file: "'s' is a link or a special file",
    pipe_in_a_folder: "'a/b/c' is a link or a special file",
    many_files: "more than 1,000 files",
    many_files_spread: "more than 1,000 files",
    deep_folders: "nested more than 20 deep",
    large_file: "'large.bin' has 100.0 MB, at most 100.0 MB are taken",
    large_in_all: "larger than 100.0 MB in all",
}


def test_what_is_unfit_is_refused_by_name_and_stops_nobody(course: Course, inbound: Path, collect: Any) -> None:
    arrive(inbound, "ann")
    for spoil in HOSTILE:
        spoil(arrive(inbound, spoil.__name__))
    (inbound / f"whole+{LAB}+{now():%Y-%m-%d %H:%M:%S}.000000 UTC+x1").symlink_to("/etc")
    (inbound / f"file+{LAB}+{now():%Y-%m-%d %H:%M:%S}.000000 UTC+x1").touch()
    if os.getuid() == 0:
        os.mknod(arrive(inbound, "device") / "null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
    arrive(inbound, "zoe")
    code, result = collect()
    assert code == 2
    assert taken(course) == {"ann": "ann x1", "zoe": "zoe x1"}
    reasons = refused(result)
    for spoil, said in HOSTILE.items():
        assert said in reasons[spoil.__name__]
    assert "link or a special file" in reasons["whole"]
    assert "no folder" in reasons["file"]
    assert ("device" in reasons) == (os.getuid() == 0)
    assert {path.name for path in course.submitted.iterdir()} == {"ann", "zoe"}
    assert len(list(inbound.iterdir())) >= len(HOSTILE) + 4, "nothing is lost"


def test_the_newest_fit_attempt_counts_and_what_was_collected_stays(
    course: Course, inbound: Path, collect: Any
) -> None:
    arrive(inbound, "zoe", ago=400, suffix="first")
    assert collect() == (0, {"new": ["zoe"], "updated": [], "kept": [], "refused": [], "times": []})
    link(arrive(inbound, "zoe", ago=300, suffix="second"))
    code, result = collect()
    assert (code, result["kept"], taken(course)["zoe"]) == (2, ["zoe"], "zoe first")
    arrive(inbound, "zoe", ago=200, suffix="third")
    code, result = collect()
    assert (code, result["updated"], taken(course)["zoe"]) == (0, ["zoe"], "zoe third"), "what is older is told no more"


def test_every_fit_attempt_is_kept_also_those_that_were_never_collected(
    course: Course, inbound: Path, collect: Any
) -> None:
    lab = find_lab(LAB, course.assignments)
    arrive(inbound, "zoe", ago=400, suffix="first")
    link(arrive(inbound, "zoe", ago=350, suffix="unfit"))
    arrive(inbound, "zoe", ago=300, suffix="second")
    collect()
    arrive(inbound, "zoe", ago=200, suffix="third")
    for _ in range(2):
        collect()
        kept = [(a.folder / f"{LAB}.ipynb").read_text() for a in attempts_of(course, lab, "zoe")]
        assert kept == ["zoe first", "zoe second", "zoe third"]
    first = attempts_of(course, lab, "zoe")[0]
    assert put_forward(course, lab, "zoe", first)
    assert collect()[1]["kept"] == ["zoe"], "what is put forward stays until something newer comes"
    assert taken(course)["zoe"] == "zoe first"


def test_a_copy_that_fails_leaves_what_was_collected(
    course: Course, inbound: Path, collect: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(inbound, "zoe", ago=400, suffix="first")
    collect()
    arrive(inbound, "ann", ago=400)
    arrive(inbound, "zoe", ago=200, suffix="second")
    real = arrivals._copy

    def full(descriptor: int, target: Path, limit: int) -> int:
        if "zoe" in str(target):
            raise OSError(28, "No space left on device")
        return real(descriptor, target, limit)

    monkeypatch.setattr(arrivals, "_copy", full)
    code, result = collect()
    assert (code, taken(course)) == (2, {"zoe": "zoe first", "ann": "ann x1"})
    assert "No space left on device" in refused(result)["zoe"]
    assert [path.name for path in (course.submitted / "zoe").iterdir()] == [LAB]


def test_names_that_cannot_be_read_stop_nobody(course: Course, inbound: Path, collect: Any) -> None:
    arrive(inbound, "mallory", when="soon")
    for name in ("new\nline", ".hidden", "\x1b[31mred", "right\u202eleft", "x" * 205, ""):
        arrive(inbound, name) if len(name) < 200 else (inbound / f"{name}+{LAB}+").mkdir()
    (inbound / f"short+{LAB}+").mkdir()
    os.mkdir(os.fsencode(inbound) + b"/\xff+" + LAB.encode() + b"+2026-01-05 10:00:00 UTC+x")
    arrive(inbound, "a+b")
    arrive(inbound, "o'brien, zoë")
    code, result = collect()
    assert (code, set(taken(course))) == (2, {"a+b", "o'brien, zoë"})
    assert len(result["refused"]) == 9
    assert all(sentence.isprintable() for sentence in result["refused"])


# Whose it is.


def test_without_such_an_account_nobody_can_be_the_owner(course: Course, inbound: Path, collect: Any) -> None:
    settings(course, "c.ExchangeCollect.check_owner = True")
    arrive(inbound, "no such account")
    arrive(inbound, ME)
    code, result = collect()
    assert (code, set(taken(course))) == (2, {ME})
    assert "set c.ExchangeCollect.check_owner = False" in refused(result)["no such account"]


@root_only
def test_a_folder_or_file_of_another_account_is_refused_and_the_students_own_is_taken(
    course: Course, inbound: Path, collect: Any
) -> None:
    settings(course, "c.ExchangeCollect.check_owner = True")
    bob, mallory = pwd.getpwnam("daemon"), pwd.getpwnam("nobody")

    def give(folder: Path, owner: pwd.struct_passwd) -> None:
        for path in (folder, *folder.iterdir()):
            os.chown(path, owner.pw_uid, -1)

    give(arrive(inbound, "daemon", ago=100, suffix="own"), bob)
    forged = arrive(inbound, "daemon", ago=0, suffix="forged")
    give(forged, mallory)
    code, result = collect()
    assert (code, taken(course)) == (2, {"daemon": "daemon own"})
    assert refused(result)["daemon"] == "the folder belongs to 'nobody', not to the student"
    os.chown(forged, bob.pw_uid, -1)  # a folder that others may write into: its files are somebody else's
    code, result = collect()
    assert "belongs to 'nobody', not to the student" in refused(result)["daemon"]
    assert taken(course) == {"daemon": "daemon own"}


@root_only
def test_a_flood_of_forged_folders_hides_no_submission(course: Course, inbound: Path, collect: Any) -> None:
    settings(course, "c.ExchangeCollect.check_owner = True")
    folder = arrive(inbound, "daemon", ago=100, suffix="own")
    for path in (folder, *folder.iterdir()):
        os.chown(path, pwd.getpwnam("daemon").pw_uid, -1)
    for number in range(120):
        arrive(inbound, "daemon", suffix=f"forged{number}")
    code, result = collect()
    assert (code, taken(course)) == (2, {"daemon": "daemon own"})
    assert len(result["refused"]) == 5


# When it was handed in.


@pytest.mark.parametrize("claim", [timedelta(days=-3), timedelta(days=400)])
def test_a_time_that_the_files_contradict_is_replaced_by_the_systems(
    course: Course, inbound: Path, collect: Any, claim: timedelta
) -> None:
    folder = arrive(inbound, "eve", when=f"{now() + claim:%Y-%m-%d %H:%M:%S}.000000 UTC")
    old = (now() - timedelta(days=3)).timestamp()
    for path in (*folder.iterdir(), folder):
        os.utime(path, (old, old))  # the owner may set these
    code, result = collect()
    assert code == 0
    assert "which counts" in result["times"][0]
    stored = datetime.strptime(
        (course.submitted / "eve" / LAB / "timestamp.txt").read_text(), "%Y-%m-%d %H:%M:%S.%f %Z"
    )
    assert abs(stored - now()) < timedelta(minutes=5)


def test_an_honest_time_stays_to_the_microsecond_and_the_file_beside_decides_nothing(
    course: Course, inbound: Path, collect: Any
) -> None:
    folder = arrive(inbound, "ann", ago=100)
    claimed = (folder / "timestamp.txt").read_text()
    (folder / "timestamp.txt").write_text("1999-01-01 00:00:00 UTC")
    code, result = collect()
    assert (code, result["times"]) == (0, [])
    assert (course.submitted / "ann" / LAB / "timestamp.txt").read_text() == claimed


def test_the_future_does_not_hide_a_later_submission(course: Course, inbound: Path, collect: Any) -> None:
    arrive(inbound, "eve", when="2099-01-01 00:00:00.000000 UTC", suffix="first")
    collect()
    later = now() + timedelta(seconds=60)
    arrive(inbound, "eve", when=f"{later:%Y-%m-%d %H:%M:%S}.000000 UTC", suffix="second")
    collect()
    assert taken(course)["eve"] == "eve second"


def test_a_course_may_trust_the_claimed_times(course: Course, inbound: Path, collect: Any) -> None:
    settings(course, "c.Collect.trust_times = True")
    arrive(inbound, "ann", when="2026-01-05 10:00:00.000000 UTC")
    assert collect()[1]["times"] == []
    assert (course.submitted / "ann" / LAB / "timestamp.txt").read_text() == "2026-01-05 10:00:00.000000 UTC"


# What changes while it is read.


def test_a_file_that_becomes_a_link_between_two_looks_is_not_followed(
    course: Course, inbound: Path, collect: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = arrive(inbound, "eve") / f"{LAB}.ipynb"
    real, swapped = os.stat, []

    def stat_then_swap(path: Any, *args: Any, **kwargs: Any) -> os.stat_result:
        status = real(path, *args, **kwargs)
        if path == victim.name and kwargs.get("dir_fd") is not None and not swapped:
            swapped.append(1)
            victim.unlink()
            victim.symlink_to("/etc/hostname")
        return status

    monkeypatch.setattr(arrivals.os, "stat", stat_then_swap)
    code, result = collect()
    assert (code, swapped, taken(course)) == (2, [1], {})
    assert "cannot be read" in refused(result)["eve"]


def test_a_folder_that_changed_after_it_was_looked_at_is_refused(
    course: Course, inbound: Path, collect: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = arrive(inbound, "eve")
    real = arrivals.look

    def look_then_change(path: Path, rules: Any) -> datetime:
        seen = real(path, rules)
        (folder / f"{LAB}.ipynb").write_text("another")
        return seen

    from autograder.nbgrader_plugins import collect as module

    monkeypatch.setattr(module, "look", look_then_change)
    code, result = collect()
    assert (code, taken(course)) == (2, {})
    assert "was changed while it was collected" in refused(result)["eve"]


# The other ways to collect.


def test_nbgraders_own_collect_names_what_it_refuses_and_fails(course: Course, inbound: Path) -> None:
    link(arrive(inbound, "eve"))
    arrive(inbound, "zoe")
    result = course_api(course).collect(LAB)
    assert not result["success"]
    assert "'eve': 'a.html' is a link or a special file" in result["log"]
    assert set(taken(course)) == {"zoe"}


def test_without_an_exchange_one_line_says_what_to_set(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(course, f"c.Exchange.root = {str(course.root / 'nowhere')!r}")
    monkeypatch.chdir(course.root)
    monkeypatch.setattr(sys, "argv", ["gradlab", "collect", LAB])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "set c.Exchange.root in" in line
