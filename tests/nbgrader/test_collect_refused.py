"""What is no ordinary file, has no name, or changes while it is read is refused by name, and stops nobody."""

import os
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course
from autograder.nbgrader_plugins import arrivals

from .classroom import LAB
from .inbound import arrive, link, now, refused, taken


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
