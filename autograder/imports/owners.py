"""Whose file it is: the platform's numbers and names, looked up in the gradebook."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.errors import UserError
from autograder.imports.layouts import Named
from autograder.imports.tables import read_table
from autograder.matching import Keys, plain
from autograder.people import Person

SHOWN = 10  # unknown people in one sentence
REMEDY = {
    "canvas": "Canvas's numbers are not in the gradebook: `gradlab roster` with a gradebook exported from Canvas",
    "moodle": "Moodle's names fit nobody, or several: give --worksheet, the grading worksheet of this assignment; "
    "where Moodle hides names, let it show them first",
}


def in_moodle(name: str) -> str:
    """A name as Moodle writes it into a file's name: without what no file system takes, blanks for underscores."""
    return re.sub(r"[\x00-\x1f\x7f&<>\"`|':\\/]|\.\.+", "", name.replace("_", " "))


class Owners:
    """The people of the course, by what platforms call them."""

    def __init__(self, people: Mapping[str, Person], worksheet: Path | None = None) -> None:
        self._people = people
        self._by_number = Keys((person.lms_user_id, person) for person in people.values())
        self._by_name = Keys((in_moodle(name), person) for person in people.values() for name in person.names)
        self._participants = self._read(worksheet) if worksheet else {}

    def of(self, layout: str, files: Sequence[Named], unknown: str = "refuse") -> list[tuple[str, Named]]:
        """(student id, file); those of unknown people are left out with `skip`. UserError lists them else."""
        found, strangers = [], []
        for file in files:
            student = self._student(layout, file)
            if student is None and layout in ("folder", "blackboard") and (unknown == "add" or not self._people):
                student = file.key
            if student is None:
                strangers.append(file)
            else:
                found.append((student, file))
        if strangers and unknown != "skip":
            names = list(
                dict.fromkeys(f"{file.name} ({file.key})" if file.name != file.key else file.key for file in strangers)
            )
            shown = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
            remedy = REMEDY.get(layout, "`gradlab roster` tells the gradebook who is on the course, --unknown add adds")
            raise UserError(f"not in the gradebook: {shown}. {remedy}; --unknown skip leaves them out")
        return found

    def _student(self, layout: str, file: Named) -> str | None:
        person: Person | None
        if layout == "canvas":
            person = self._by_number.get(file.key)
        elif layout == "moodle":
            person = self._participant(file) or self._by_name.get(in_moodle(file.name))
        else:
            person = self._people.get(file.key)
        return person.id if person else None

    def _participant(self, file: Named) -> Person | None:
        """Who has the file's number in the worksheet; UserError if it is called otherwise there.

        A group's number can be that of a participant: what it handed in would be one student's, and the wrong one's.
        """
        person, cells = self._participants.get(file.key, (None, frozenset()))
        if person is not None and plain(in_moodle(file.name)) not in cells:
            raise UserError(
                f"{file.name!r} has the number {file.key}, which the worksheet gives to {person.id!r}: "
                "it is no worksheet of this assignment, or groups handed in; import theirs from a folder"
            )
        return person

    def _read(self, worksheet: Path) -> dict[str, tuple[Person, frozenset[str]]]:
        """Participant number -> person and cells, by the first cell and whichever other tells who it is."""
        found: dict[str, tuple[Person, frozenset[str]]] = {}
        for row in read_table(worksheet).rows:
            number = re.fullmatch(r"\D*?(\d+)\s*", row[0]) if row else None
            fitting = {
                person.id: person for cell in row[1:] if (person := self._by_name.get(in_moodle(cell))) is not None
            }
            if number and len(fitting) > 1:
                both = " and ".join(map(repr, fitting))
                raise UserError(f"{str(worksheet)!r}: the row of {row[0]!r} fits {both}; nothing was imported")
            if number and fitting:
                found[number[1]] = next(iter(fitting.values())), frozenset(plain(in_moodle(cell)) for cell in row[1:])
        if not found:
            raise UserError(
                f"{str(worksheet)!r} is no grading worksheet of this course: it fits nobody in the gradebook"
            )
        return found
