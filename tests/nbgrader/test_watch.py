"""Watching a lab: what arrives is graded once, and its page is where the student fetches it."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.exchange import ExchangeError

from autograder import grading, pool, watching
from autograder.basis import Basis
from autograder.course import Course
from autograder.demo.exchange import Exchange
from autograder.errors import InfrastructureError
from autograder.labs import Lab, find_lab
from autograder.nbgrader_plugins.app import must
from autograder.watching import Watch

from .classroom import LAB, edited, hand_in, made_record, rows

WATCH = [sys.executable, "-c", "from autograder.cli import main; main()", "watch", LAB, "--jobs", "1"]
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


@pytest.fixture
def exchange(course: Course, lab: Lab) -> Exchange:
    """The course's real exchange; one account plays all students."""
    exchange = Exchange(course, lab)
    must(exchange.api.release_assignment(LAB), "release_assignment")
    return exchange


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Judging is a stand-in that notes whom it judged and fails for those in `troubled`; all else is real."""
    names: list[str] = []

    def judge(judges: Any, coming: Any) -> Iterator[Any]:
        for name, submission in coming:
            names.append(name)
            if name in troubled:
                yield name, InfrastructureError("no sandbox")
            else:
                yield name, made_record(find_lab(LAB), submission)

    troubled.clear()
    monkeypatch.setattr(pool.Judges, "judge", judge)
    monkeypatch.setattr(grading, "_Run", _SameBasis)
    return names


troubled: set[str] = set()


class _SameBasis(grading._Run):
    """Made records count as judged by the suite that is there."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.basis = Basis("suite", "salt", "kit", "none", {}, self.basis.points)


@pytest.fixture
def watch(course: Course) -> Iterator[Callable[[], Watch]]:
    opened = []

    def begin(**options: Any) -> Watch:
        opened.append(Watch(Course(course.root), LAB, 1, pause=0.02, **options))
        return opened[-1]

    yield begin
    for one in opened:
        one.close()


def turns(watch: Watch, count: int = 4) -> None:
    for _ in range(count):
        watch.turn()
        time.sleep(0.03)


def submit(exchange: Exchange, student: str, nb: Any) -> None:
    """Fetch, work, `nbgrader submit`."""
    if not (exchange.home(student) / LAB).exists():
        exchange.fetch_assignment(student)
    nbformat.write(nb, exchange.home(student) / LAB / f"{LAB}.ipynb")
    exchange.submit(student)


def pages(exchange: Exchange, student: str) -> list[Path]:
    """What `nbgrader fetch_feedback` brings."""
    with contextlib.suppress(StopIteration, ExchangeError):  # none yet
        exchange.fetch_feedback(student)
    return sorted((exchange.home(student) / LAB / "feedback").glob("*/*.html"))


def test_from_the_exchange_and_back_and_nothing_twice(
    exchange: Exchange, course: Course, watch: Callable[[], Watch], judged: list[str], solved: Any, stub: Any
) -> None:
    one = watch()
    submit(exchange, "ann", solved)
    turns(one)
    assert judged == ["ann"]
    assert len(pages(exchange, "ann")) == 1
    assert (one.counts.graded, one.counts.published, one.counts.last) == (1, 1, "ann")
    submit(exchange, "bob", stub)
    submit(exchange, "ann", edited(solved, batchnorm_forward="\n# again"))
    turns(one)
    assert sorted(judged) == ["ann", "ann", "bob"]
    assert (len(pages(exchange, "ann")), len(pages(exchange, "bob"))) == (2, 1)
    before = rows(course)
    again = watch()
    turns(again)
    assert len(judged) == 3
    assert again.counts.published == 0
    assert rows(course) == before


def test_what_was_handed_in_by_other_ways_is_graded_and_waits_without_an_exchange(
    course: Course, watch: Callable[..., Watch], judged: list[str], solved: Any
) -> None:
    hand_in(course, "ann", solved)
    one = watch(release=False)
    turns(one, 1)
    assert judged == ["ann"], "what was there before needs no second look"
    path = hand_in(course, "bob", "half a no")
    turns(one, 1)
    nbformat.write(solved, path)
    turns(one)
    assert judged == ["ann", "bob"]
    assert all((course.feedback / student / LAB / f"{LAB}.html").exists() for student in ("ann", "bob"))
    nbformat.write(edited(solved, batchnorm_forward="\n# corrected in place"), path)
    turns(one)
    assert judged == ["ann", "bob", "bob"]


def interrupted(*_: Any) -> None:
    """Ctrl-C comes here."""
    raise KeyboardInterrupt


def test_a_watch_that_ended_before_the_page_was_released_releases_it_the_next_time(
    exchange: Exchange, watch: Callable[[], Watch], judged: list[str], solved: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(exchange, "ann", solved)
    one, real = watch(), Watch._release
    monkeypatch.setattr(Watch, "_release", interrupted)
    with pytest.raises(KeyboardInterrupt):
        turns(one)
    assert pages(exchange, "ann") == []
    monkeypatch.setattr(Watch, "_release", real)
    turns(watch())
    assert len(pages(exchange, "ann")) == 1
    assert judged == ["ann"], "and judges nobody twice"


def test_our_failures_are_told_once_and_tried_again_and_harm_nobody_else(
    course: Course, watch: Callable[[], Watch], judged: list[str], solved: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "RETRY", 0.01)
    for student in ("ann", "bob"):
        hand_in(course, student, solved)
    hand_in(course, "cid", "not a notebook")
    troubled.add("ann")
    one = watch()
    turns(one, 3)
    assert judged.count("bob") == 1
    assert judged.count("ann") >= 2
    assert set(one.counts.troubles) == {"ann", "cid"}
    told = [event.said for event in one.events if event.trouble]
    assert len(told) == 2, told
    assert "ann" not in {row[0] for row in rows(course)["grade"]}, "no row, so no zero"
    troubled.clear()
    time.sleep(0.1)
    turns(one)
    assert set(one.counts.troubles) == {"cid"}
    assert "ann" in {row[0] for row in rows(course)["grade"]}
    shutil.rmtree(course.submitted / "cid")
    turns(one)


def test_other_settings_make_other_judges(
    course: Course, watch: Callable[[], Watch], judged: list[str], solved: Any
) -> None:
    one = watch()
    before = one.judges
    hand_in(course, "ann", solved)
    turns(one)
    assert one.judges is before
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write("\nc.Policy.memory_mib = 700\n")
    hand_in(course, "bob", solved)
    turns(one)
    assert one.judges.settings.policy.memory_mib == 700
    assert sorted(judged) == ["ann", "bob"]


def started(course: Course) -> subprocess.Popen[str]:
    return subprocess.Popen(WATCH, cwd=course.root, stderr=subprocess.PIPE, text=True, start_new_session=True)


def until(done: Callable[[], Any], run: subprocess.Popen[str], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert run.poll() is None, run.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_command_survives_a_kill_and_ends_with_ctrl_c(exchange: Exchange, course: Course, solved: Any) -> None:
    submit(exchange, "ann", solved)
    with started(course) as run:
        until(lambda: pages(exchange, "ann"), run)
        submit(exchange, "bob", solved)
        run.kill()
    record = course.records(LAB) / "ann.json"
    when = record.stat().st_mtime_ns
    with started(course) as run:
        until(lambda: pages(exchange, "bob"), run)
        second = subprocess.run(WATCH, cwd=course.root, capture_output=True, text=True, check=False)
        assert second.returncode == 2
        assert "another watch of lab02_batchnorm is at work in this course already" in second.stderr
        os.killpg(run.pid, signal.SIGINT)
        _, said = run.communicate(timeout=60)
    assert run.returncode == 0
    assert said.splitlines()[-1].startswith("stopped; lab02_batchnorm: 2 graded, 0 waiting, 0 not graded; last bob")
    assert "Traceback" not in said
    assert record.stat().st_mtime_ns == when, "nobody is judged twice"
    assert "ann graded" not in said


@pytest.mark.usefixtures("enrolled", "judged")
def test_who_is_not_in_the_roster_is_graded_and_named_once(
    course: Course, watch: Callable[[], Watch], solved: Any
) -> None:
    for student in ("kim", "stranger"):
        hand_in(course, student, solved)
    one = watch(release=False)
    for _ in range(2):
        turns(one)
        hand_in(course, "stranger", edited(solved, batchnorm_forward="\n# again"))
    turns(one)
    told = [event.said for event in one.events if "roster" in event.said]
    assert told == ["not in the roster: stranger; `gradlab roster` adds them"]
    assert one.counts.graded == 2
