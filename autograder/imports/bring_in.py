"""Downloads of learning platforms into the course: everything is understood before anything is stored.

paths -> unpacked, in a folder of ours -> whose file is which -> attempts kept -> the newest into submitted/
"""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from autograder.archives import unpack
from autograder.attempts import Attempt, attempts_of, keep, keep_submitted, put_forward
from autograder.course import Course
from autograder.errors import UserError
from autograder.grading import grading_alone
from autograder.imports.layouts import Named, named, others
from autograder.imports.owners import Owners
from autograder.imports.times import Handed, Times
from autograder.labs import Lab
from autograder.names import unfit
from autograder.nbgrader_plugins.folders import TIMESTAMP, submitted_at
from autograder.people import enter, people_of

IGNORED = ("__MACOSX", ".ipynb_checkpoints", ".git")  # folders of other programs
UNKNOWN = ("refuse", "skip", "add")


@dataclass(frozen=True)
class Wish:
    """What the caller says beside the paths."""

    layout: str = ""
    when: datetime | None = None  # when all of it was handed in; by default what the files say
    worksheet: Path | None = None  # Moodle's, which tells who a participant is
    unknown: str = "refuse"  # students who are not in the gradebook: refuse, skip or add


@dataclass
class BroughtIn:
    """What came of it; every student is in one of the first three."""

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # nothing that was not there before
    refused: list[str] = field(default_factory=list)  # sentences
    notes: list[str] = field(default_factory=list)  # sentences


def bring_in(course: Course, lab: Lab, paths: Sequence[Path], wish: Wish) -> BroughtIn:
    """Import downloads, in the order given; UserError before anything is changed if one cannot be understood."""
    if wish.unknown not in UNKNOWN:
        raise UserError(f"--unknown is {wish.unknown!r}, expected one of {', '.join(UNKNOWN)}")
    if not paths:
        raise UserError("give the downloaded archives or folders to import")
    done = BroughtIn()
    with grading_alone(course, lab), _workshop(course) as workshop:
        owners = Owners(people_of(course), wish.worksheet)
        handed = [
            item
            for number, path in enumerate(paths)
            for item in _understood(path, workshop / str(number), lab, owners, wish, done)
        ]
        times = Times(lab)
        for student in dict.fromkeys(item.student for item in handed):
            mine = [item for item in handed if item.student == student]
            _store(course, lab, student, mine, done, times)
        done.notes += times.sentences()
        if wish.unknown == "add":
            enter(course, {item.student for item in handed})
    if late := sorted({item.student for item in handed if item.late and item.when is None}):
        done.notes.append(
            f"late, as the platform says, but not by how much: {', '.join(late)}; without a time it costs nothing: "
            "import with --when, or write it into their timestamp.txt"
        )
    return done


@contextmanager
def _workshop(course: Course) -> Iterator[Path]:
    """A folder that is gone afterwards."""
    course.private.mkdir(mode=0o700, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="import-", dir=course.private))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _understood(path: Path, target: Path, lab: Lab, owners: Owners, wish: Wish, done: BroughtIn) -> list[Handed]:
    """One download: who handed in which notebook."""
    if path.is_dir():
        root = path
    elif path.suffix.lower() == ".ipynb":
        raise UserError(f"{str(path)!r} is one notebook: give the folder or archive in which it was downloaded")
    else:
        unpack(path, target)
        root = target
    files = list(_files(root))
    notebooks = [file for file in files if file.suffix.lower() == ".ipynb"]
    if not notebooks:
        raise UserError(f"{str(path)!r} holds no notebook (.ipynb)")
    try:
        layout, found = named(notebooks, wish.layout)
        pairs = owners.of(layout, found, wish.unknown)
        chosen = _one_each(pairs, lab)
    except UserError as error:
        raise UserError(f"{str(path)!r}: {error}; nothing was imported") from None
    if skipped := sorted({item.name or item.key for item in found} - {item.name or item.key for _, item in pairs}):
        done.notes.append(f"skipped, not in the gradebook: {', '.join(skipped)}")
    with_notebook = {item.key for item in found}
    without = {item.name or item.key for item in others(files, layout) if item.key not in with_notebook}
    # The plain layout takes every stray file for a student's.
    for name in sorted(without) if layout != "folder" else ():
        done.refused.append(f"not imported: {name!r}: what was handed in holds no notebook (.ipynb); ask for it")
    return [
        Handed(
            student,
            root / item.path,
            wish.when or item.when or _time_beside(root / item.path),
            item.late,
            layout,
            wish.when is not None,
        )
        for student, item in chosen
    ]


def _files(root: Path) -> Iterator[PurePosixPath]:
    """The files below a folder, links and special files left out, in order."""
    for place, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in IGNORED)
        for name in sorted(files):
            path = Path(place, name)
            if not name.startswith(".") and stat.S_ISREG(path.lstat().st_mode):
                yield PurePosixPath(path.relative_to(root).as_posix())


def _one_each(pairs: Sequence[tuple[str, Named]], lab: Lab) -> list[tuple[str, Named]]:
    """One notebook a student: the only one, or the one that bears the lab's name. UserError for any other two."""
    mine: dict[str, list[Named]] = {}
    for student, item in pairs:
        if reason := unfit(student):
            raise UserError(f"{student!r} cannot be a student's id: {reason}")
        mine.setdefault(student, []).append(item)
    chosen = []
    for student, items in mine.items():
        called = [item for item in items if item.file == f"{lab.name}.ipynb"]
        best = items if len(items) == 1 else called
        if len(best) != 1:
            both = " and ".join(repr(str(item.path)) for item in (called or items)[:2])
            raise UserError(f"{student!r} has two notebooks, {both}: leave only the right one in")
        chosen.append((student, best[0]))
    return chosen


def _time_beside(notebook: Path) -> datetime | None:
    return submitted_at(notebook.parent) if (notebook.parent / TIMESTAMP).is_file() else None


def _store(course: Course, lab: Lab, student: str, mine: Sequence[Handed], done: BroughtIn, times: Times) -> None:
    """Keep the attempts and put the newest forward, unless what lies there is newer."""
    was_there = course.folder("submitted", student, lab.name).is_dir()
    keep_submitted(course, lab, student)
    for item in mine:
        times.correct(item, attempts_of(course, lab, student))
    fresh = [keep(course, lab, student, item.notebook, item.when, item.source)[1] for item in mine]
    newest: Attempt = attempts_of(course, lab, student)[-1]
    moved = put_forward(course, lab, student, newest)
    if not was_there:
        done.new.append(student)
    elif any(fresh) and moved:
        done.updated.append(student)
    else:
        done.kept.append(student)
