"""How learning platforms name what students handed in, when it is downloaded in one go."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from autograder.errors import UserError


@dataclass(frozen=True)
class Named:
    """What a file's path says: whose it is, by the platform's number or name, and perhaps when it came."""

    path: PurePosixPath
    key: str  # a student's id, or the platform's number of the user or participant
    name: str = ""  # as the platform writes it, for a person
    file: str = ""  # what the student called the file
    when: datetime | None = None
    late: bool = False  # the platform says so


# Moodle, as its mod_assign\downloader writes them, with folders and without; versions before 4.1 wrote one more
# underscore: `Full Name_12345_assignsubmission_file/lab.ipynb`. Names hold no underscore, Moodle makes blanks of them.
MOODLE = re.compile(r"(?P<name>[^/_]*)_(?P<key>\d+)_assignsubmission_[a-z]+_?/?(?P<file>.*)", re.DOTALL)
OF_MOODLE = "_assignsubmission_"
# Canvas, as its ContentZipper writes them: `lastfirst_LATE_12345_67890_lab-1.ipynb`, and `..._12345_text.html` for what
# was typed in. It takes digits between underscores out of names.
CANVAS = re.compile(r"(?P<name>.*?)_(?P<late>LATE_)?(?P<key>\d+)_(?:\d+_(?P<file>.*)|(?:text|link)\.html)", re.DOTALL)
ANONYMOUS = re.compile(r"(LATE_)?anon_[0-9A-Za-z]+_(\d+_.*|(text|link)\.html)", re.DOTALL)  # Canvas, names hidden
# Blackboard, as in nbgrader's handbook on zip_collect: `ps1_hacker_attempt_2016-01-30-15-00-00_problem1.ipynb`.
BLACKBOARD = re.compile(r".*_(?P<key>\w+?)_attempt_(?P<when>\d{4}(?:-\d\d){5})_(?P<file>.*)", re.DOTALL)


def _moodle(path: PurePosixPath) -> Named | None:
    found = next(filter(None, (MOODLE.fullmatch("/".join(path.parts[i:])) for i in range(len(path.parts)))), None)
    if found is None:
        return None
    return Named(path, found["key"], found["name"], PurePosixPath(found["file"]).name)


def _canvas(path: PurePosixPath) -> Named | None:
    found = CANVAS.fullmatch(path.name)
    if found is None or ANONYMOUS.fullmatch(path.name):
        return None
    file = re.sub(r"-\d+(?=\.\w+$)", "", found["file"] or "")  # Canvas numbers what is handed in again
    return Named(path, found["key"], found["name"], file, late=bool(found["late"]))


def _blackboard(path: PurePosixPath) -> Named | None:
    found = BLACKBOARD.fullmatch(path.name)
    if found is None:
        return None
    try:
        when = datetime.strptime(found["when"], "%Y-%m-%d-%H-%M-%S")
    except ValueError:
        return None
    return Named(path, found["key"], found["key"], found["file"], when)


def _folder(path: PurePosixPath) -> Named | None:
    """`ann.ipynb`, `ann/any.ipynb`, or as in submitted/: `ann/LAB/LAB.ipynb`."""
    if len(path.parts) == 1:
        return Named(path, path.stem, path.stem, path.name)
    return Named(path, path.parts[0], path.parts[0], path.name)


LAYOUTS: Mapping[str, Callable[[PurePosixPath], Named | None]] = {
    "moodle": _moodle,
    "canvas": _canvas,
    "blackboard": _blackboard,
    "folder": _folder,
}


def others(paths: Sequence[PurePosixPath], layout: str) -> list[Named]:
    """What the paths say that fit the layout."""
    return [item for path in paths if (item := LAYOUTS[layout](path))]


def named(paths: Sequence[PurePosixPath], layout: str = "") -> tuple[str, list[Named]]:
    """The layout, and what each path says; by default the first that all fit; UserError for one that does not."""
    if layout and layout not in LAYOUTS:
        raise UserError(f"--from is {layout!r}, expected one of {', '.join(LAYOUTS)}")
    _refuse_nameless(paths, layout)
    for name in [layout] if layout else LAYOUTS:
        found = [LAYOUTS[name](path) for path in paths]
        if all(found):
            return name, [item for item in found if item]
    odd = next(path for path, item in zip(paths, found, strict=True) if item is None)
    raise UserError(f"{str(odd)!r} is not named as {layout} names what students hand in")


def _refuse_nameless(paths: Sequence[PurePosixPath], layout: str) -> None:
    """UserError for names that tell no student, which the plain layout would take for students' own."""
    for path in paths:
        if layout in ("", "canvas") and ANONYMOUS.fullmatch(path.name):
            raise UserError(
                f"{str(path)!r} tells no student, Canvas hides names: let it show them, then download again"
            )
        if layout in ("", "moodle") and OF_MOODLE in str(path) and _moodle(path) is None:
            raise UserError(
                f"{str(path)!r} tells no student: so Moodle names what came from a group that has no name; "
                "put a notebook for each of them into a folder, such as ann.ipynb, and import that"
            )
