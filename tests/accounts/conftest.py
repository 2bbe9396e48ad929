"""A course and its students on one machine, each under an account of their own."""

import pwd
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.course import Course
from autograder.labs import Lab, find_lab
from autograder.notebook import solve

from .people import BIN, Done, Person, accounts, hindrance

LAB = "lab02_batchnorm"
COURSE = "cnn-101"
STUDENT = """
c = get_config()
c.Exchange.root = {exchange!r}
c.CourseDirectory.course_id = {course!r}
"""


@dataclass(frozen=True)
class Machine:
    """Who is on it, and where the course and the exchange are."""

    instructor: Person
    ann: Person
    bob: Person
    eve: Person
    exchange: Path
    forked: bool  # commands run without interpreters of their own, which would cost seconds each time

    @property
    def course(self) -> Course:
        return Course(self.instructor.home / "course")

    @property
    def lab(self) -> Lab:
        return find_lab(LAB)

    @property
    def inbound(self) -> Path:
        return self.exchange / COURSE / "inbound"

    def gradlab(self, *arguments: str, cwd: Path | None = None) -> Done:
        """The instructor's `gradlab ...`, in the course's folder."""
        from autograder.cli import main

        return self._command(self.instructor, "gradlab", main, arguments, cwd or self.course.root)

    def nbgrader(self, person: Person, *arguments: str) -> Done:
        """Somebody's `nbgrader ...`; the instructor's in the course's folder, a student's at home."""
        from nbgrader.apps.nbgraderapp import main

        cwd = self.course.root if person is self.instructor else person.home
        done = self._command(person, "nbgrader", main, arguments, cwd)
        assert done.code == 0, f"{person.name}: nbgrader {' '.join(arguments)}: {done.said}"
        return done

    def _command(self, person: Person, name: str, program: Any, arguments: tuple[str, ...], cwd: Path) -> Done:
        if self.forked:
            return person.calls(program, name, *arguments, cwd=cwd)
        return person.runs(str(BIN / name), *arguments, cwd=cwd)

    def works(self, person: Person, *answers: Path) -> None:
        """A student writes the reference's answers into the notebook that was fetched, and these over them."""
        texts = [path.read_text("utf-8") for path in (self.lab.solution, *answers)]
        path = person.home / LAB / f"{LAB}.ipynb"
        notebook = nbformat.writes(solve(self.lab, *texts))
        person.does(lambda: path.write_text(notebook, encoding="utf-8"))

    def handed_in(self, person: Person) -> list[Path]:
        """What bears a student's name in the inbound folder, the earliest first."""
        return sorted(self.inbound.glob(f"{person.name}+*"), key=lambda path: path.stat().st_ctime)


@pytest.fixture(
    scope="module", params=[True, pytest.param(False, marks=pytest.mark.slow)], ids=["forked", "on the command line"]
)
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    """The course is made and the lab is out; the students know where the exchange is."""
    if reason := hindrance():
        pytest.skip(reason)
    with accounts("ins", "ann", "bob", "eve") as made:
        exchange = made["ins"].home.parent / "exchange"
        exchange.mkdir()
        exchange.chmod(0o1777)
        machine = Machine(made["ins"], made["ann"], made["bob"], made["eve"], exchange, request.param)
        machine.instructor.home.chmod(0o755)  # as on many systems: the course's folder has to protect itself
        for student in (machine.ann, machine.bob, machine.eve):
            settings = student.home / ".jupyter" / "nbgrader_config.py"
            settings.parent.mkdir()
            settings.write_text(STUDENT.format(exchange=str(exchange), course=COURSE))
            for path in (settings.parent, settings):
                shutil.chown(path, student.uid, student.gid)
        home = machine.instructor.home
        assert machine.gradlab("new-course", "course", "--id", COURSE, cwd=home).code == 0
        machine.instructor.does(lambda: _use(home / "course" / "nbgrader_config.py", exchange))
        assert machine.gradlab("release", LAB).code == 0
        machine.nbgrader(machine.instructor, "release_assignment", LAB)
        yield machine
    for person in made.values():
        with pytest.raises(KeyError):
            pwd.getpwnam(person.name)


def _use(settings: Path, exchange: Path) -> None:
    with settings.open("a") as file:
        file.write(f"c.Exchange.root = {str(exchange)!r}\n")
