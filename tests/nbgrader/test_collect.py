"""Collecting takes the newest fit attempt of each student, keeps all of them, and says whom it took."""

import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.attempts import attempts_of, put_forward
from autograder.cli import main
from autograder.course import Course
from autograder.labs import find_lab
from autograder.nbgrader_plugins import arrivals
from autograder.nbgrader_plugins.app import course_api

from .classroom import LAB
from .inbound import arrive, link, refused, settings, taken


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


@pytest.mark.usefixtures("enrolled")
def test_the_command_names_whom_it_took_and_who_is_not_in_the_roster(inbound: Path, gradlab: Any) -> None:
    for number in range(12):
        arrive(inbound, f"s{number:02}")
    arrive(inbound, "kim")
    code, said, errors = gradlab("collect", LAB)
    assert code == 0
    assert "13 new, 0 handed in again, 0 as before, 0 refused" in said
    assert "new: kim, s00, s01, s02, s03, s04, s05, s06, s07, s08 and 3 more" in said
    assert "not in the roster: s00, s01, s02, s03, s04, s05, s06, s07, s08, s09 and 2 more; `gradlab roster`" in errors
    arrive(inbound, "kim", suffix="x2")
    assert "handed in again: kim" in gradlab("collect", LAB)[1]
