"""Whose a submission is, and when it was handed in: the system says so, not the student."""

import os
import pwd
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course

from .classroom import LAB
from .inbound import arrive, now, refused, settings, taken

ME = pwd.getpwuid(os.getuid()).pw_name
root_only = pytest.mark.skipif(os.getuid() != 0, reason="only root can give files to another account")


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
