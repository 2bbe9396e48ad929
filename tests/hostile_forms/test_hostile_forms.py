"""Notebooks of hostile form: each with its verdict, in bounded time and memory, and none disturbs another."""

import csv
import io
import json
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from autograder import pool
from autograder.cli import main
from autograder.course import Course, new_course
from autograder.engine import Judge
from autograder.errors import UserError
from autograder.labs import find_lab
from autograder.nbgrader_plugins.app import course_api, must
from autograder.normalise import submission_from
from autograder.notebook import solve
from autograder.records import Record
from autograder.report.script import tables_script
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import build_wall
from autograder.score import score_record

from .forms import FORMS, LARGE, LESS, NAMES, REFUSED, SAME, Form

LAB = "lab02_batchnorm"
SECONDS, KIBIBYTES = 30, 2_000_000  # of one notebook: processor time, and all that the process holds


@pytest.fixture(scope="module")
def solved() -> str:
    return nbformat.writes(solve(find_lab(LAB)))


def hand_in(course: Course, student: str, form: Form, solved: str) -> None:
    folder = course.submitted / student / LAB
    folder.mkdir(parents=True)
    marker = str(course.root / "marker")
    nb = json.loads(solved.replace("{marker}", marker))
    content = form.spoil(nb, folder)
    if content is None:
        content = json.dumps(nb)
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    (folder / f"{LAB}.ipynb").write_bytes(content.replace(b"{marker}", marker.encode()))


class Said:
    """What a class of hostile notebooks left: exit code, texts, records."""

    def __init__(self, course: Course, code: int, out: str, err: str) -> None:
        self.course, self.code, self.out, self.err = course, code, out, err

    def record(self, student: str) -> Record | None:
        return self.course.load_record(LAB, student)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory, solved: str) -> Iterator[Said]:
    """Everything handed in at once, graded by the command with the real judge, and reported."""
    course = new_course(tmp_path_factory.mktemp("hostile") / "course", "hostile-101")
    must(course_api(course).generate_assignment(LAB), "generate_assignment")
    hand_in(course, "0 clean", Form(lambda nb, folder: None), solved)
    for name, form in FORMS.items():
        hand_in(course, name, form, solved)
    for name in NAMES:
        hand_in(course, name, Form(lambda nb, folder: None), solved)
    hand_in(course, "zz clean", Form(lambda nb, folder: None), solved)

    lab = find_lab(LAB, course.assignments)
    with Judge(lab, build_wall(Policy()), course.salt()) as judge, pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool.Judges, "start", lambda judges: None)
        patch.setattr(
            pool.Judges, "judge", lambda judges, coming: ((name, judge.judge(one.for_judge())) for name, one in coming)
        )
        yield _run(course, patch)


def _run(course: Course, patch: pytest.MonkeyPatch) -> Said:
    texts, code = (io.StringIO(), io.StringIO()), 0
    patch.chdir(course.root)
    patch.setattr(sys, "stdout", texts[0])
    patch.setattr(sys, "stderr", texts[1])
    for command in ("grade", "report"):
        patch.setattr(sys, "argv", ["gradlab", command, LAB])
        try:
            main()
        except SystemExit as end:
            code = max(code, int(end.code or 0))
    return Said(course, code, texts[0].getvalue(), texts[1].getvalue())


@pytest.mark.parametrize("name", FORMS)
def test_a_notebook_of_hostile_form_gets_its_verdict(said: Said, name: str) -> None:
    form, record, clean = FORMS[name], said.record(name), said.record("0 clean")
    assert clean is not None
    if form.verdict == REFUSED:
        assert record is None
        (line,) = [line for line in said.err.splitlines() if line.startswith(f"not graded: {name}: ")]
        assert form.words in line
        return
    assert record is not None, said.err
    assert (score_record(record).score < score_record(clean).score) == (form.verdict == LESS)
    if form.verdict == SAME:
        assert record.questions == clean.questions
    assert form.words in " ".join(record.ignored)


def test_nothing_that_was_handed_in_ran_outside_of_the_wall(said: Said) -> None:
    assert not (said.course.root / "marker").exists()


def test_the_others_are_graded_as_if_alone(said: Said) -> None:
    first, last = said.record("0 clean"), said.record("zz clean")
    assert first is not None
    assert last is not None
    assert first.judgement() == last.judgement()
    assert score_record(first).status == "passed"


def test_what_is_refused_is_said_in_a_line_each_and_by_the_exit_code(said: Said) -> None:
    refused = sum(form.verdict == REFUSED for form in FORMS.values()) + sum(not fit for fit in NAMES.values())
    assert said.code == 2
    assert sum(line.startswith("not graded: ") for line in said.err.splitlines()) == refused
    assert f"gradlab: {refused} submissions cannot be read" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("name", NAMES)
def test_a_students_name_is_graded_or_refused(said: Said, name: str) -> None:
    assert any(path.stem == name for path in said.course.records(LAB).iterdir()) == NAMES[name]
    assert (f"not graded: {name!r}: " in said.err) == (not NAMES[name])


def test_what_people_read_holds_nothing_that_runs(said: Said) -> None:
    """Terminal, feedback, class report and the table for spreadsheets."""
    pages = {path: path.read_text("utf-8") for path in said.course.feedback.rglob("*.html")}
    assert len(pages) > len(FORMS) - 10
    report = (said.course.root / "reports" / f"{LAB}.html").read_text("utf-8")
    ours = f"<script>{tables_script()}</script>"  # the one script there is; the page's policy lets no other run
    assert report.count(ours) == 1
    pages[said.course.root] = report.replace(ours, "")
    for path, text in pages.items():
        for bad in ("<script", "onerror=", "javascript:", "\x1b", "\u202e", "\u2066", "\a"):
            assert bad not in text.replace("&lt;script", ""), (path, bad)
    for text in (said.out, said.err):
        assert all(character.isprintable() or character == "\n" for character in text)
    table = (said.course.root / "reports" / f"{LAB}.csv").read_text("utf-8-sig")
    for row in csv.reader(io.StringIO(table)):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row), row


def test_there_are_enough_of_them() -> None:
    print(f"{len(FORMS) + len(LARGE)} notebooks of hostile form and {len(NAMES)} names")
    assert len(FORMS) + len(LARGE) >= 40


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_a_large_notebook_takes_bounded_time_and_memory(tmp_path: Path, solved: str, name: str) -> None:
    """In a process of its own that has no more of either than it may have."""
    form, lab = LARGE[name], find_lab(LAB)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    hand_in(Course(tmp_path), "ann", form, solved)
    path = next((tmp_path / "submitted").glob(f"*/*/{LAB}.ipynb"))
    clean = tmp_path / "clean.ipynb"
    clean.write_text(solved)
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        try:
            submission = submission_from(path, lab)
            alike = {c.grade_id: c.source for c in submission.cells if c.origin == "solution"}
            same = alike == {c.grade_id: c.source for c in submission_from(clean, lab).cells if c.origin == "solution"}
            answer = json.dumps([same, " ".join(submission.ignored)])
        except UserError as error:
            answer = json.dumps([None, str(error)])
        os.write(writer, answer.encode())
        os._exit(0)
    _, status, used = os.wait4(pid, 0)
    assert status == 0, f"ended by signal {status & 127}"
    same, words = json.loads(os.read(reader, 1 << 20))
    os.close(reader)
    os.close(writer)
    assert same is (None if form.verdict == REFUSED else True)
    assert form.words in words
    print(f"{name}: {used.ru_utime + used.ru_stime:.1f} s, {used.ru_maxrss / 1e6:.2f} GB")
    assert used.ru_maxrss < KIBIBYTES
