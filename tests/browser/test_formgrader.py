"""An instructor's day in formgrader, in a browser: every button leads to our judge, our collecting, our pages.

After each step the gradebook and the screen agree. Set GRADLAB_PICTURES to a folder to keep the pictures that
docs/instructor.md shows.
"""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.course import new_course
from autograder.demo.exchange import Exchange
from autograder.demo.made_class import fill
from autograder.imports.roster import enrol
from autograder.labs import find_lab
from autograder.notebook import grade_id

from ..nbgrader.classroom import rows
from .conftest import serving
from .formgrader import Formgrader
from .seat import LAB, seat

ROSTER = "id,last_name,first_name\nann,Lovelace,Ann\nbob,Kim,Bob\neve,Moreau,Eve\n"
WRITTEN = ("written_what_is_learned", "written_small_batches")
HOSTILE = "<script>top.ran = 1</script> <img src=x onerror='top.ran = 1'>"
MISTAKE = "eps_outside_the_root"
SCHEME, MODEL = "Accept any sound experiment", "for those who mark"


@pytest.fixture
def exchange(tmp_path):
    """A course with an exchange; nothing is made or released yet."""
    course = new_course(tmp_path / "course", "cnn-101")
    (tmp_path / "roster.csv").write_text(ROSTER)
    enrol(course, tmp_path / "roster.csv")
    exchange = Exchange(course, find_lab(LAB, course.assignments))
    exchange.root.mkdir()  # without one, formgrader has no button to release
    exchange.root.chmod(0o777)
    return exchange


@pytest.fixture
def server(exchange, tmp_path):
    """JupyterLab in the course's folder, with nbgrader's extensions as its installation switches them on."""
    with serving("jupyterlab", exchange.course.root, tmp_path / "jupyter", JUPYTER_NO_CONFIG="") as running:
        yield running


def hand_in(exchange, student, *sources, written=None):
    """A student fetches the lab, fills it in, hands it in."""
    exchange.fetch_assignment(student)
    path = exchange.home(student) / LAB / f"{LAB}.ipynb"
    nb = nbformat.read(path, as_version=4)
    fill(exchange.lab, *sources)(nb)
    for cell in nb.cells:
        if written and grade_id(cell) in WRITTEN:
            cell.source = written
    nbformat.write(nb, path)
    exchange.submit(student)


def gradlab(course, *arguments):
    """A command in the course's folder, while formgrader is open."""
    command = [str(Path(sys.executable).parent / "gradlab"), *arguments]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def score(course, student):
    with Gradebook(course.db_url, course.course_id) as gradebook:
        return gradebook.find_submission(LAB, student).score


def grades(course, student):
    """By cell: what the tests gave, what people gave, whether people have to look."""
    return {row[2]: (row[3], row[4], bool(row[6])) for row in rows(course)["grade"] if row[0] == student}


def holding(folder, words):
    """Files below a folder that hold these words, as text or escaped."""
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    ("by_button", "again"),
    [
        # ann is graded by the command, bob and eve once by each.
        pytest.param(("bob", "eve"), [("grade", LAB)], id="graded again"),
        pytest.param(
            ("ann", "bob", "eve"),
            [("regrade", LAB), ("regrade", LAB, "--publish"), ("grade", LAB, "--force", "--student", "bob")],
            id="regraded",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_from_the_first_release_to_the_released_feedback(browser, server, exchange, by_button, again):
    course = exchange.course
    wrong = (exchange.lab.suite / "wrong" / f"{MISTAKE}.py").read_text(encoding="utf-8")
    with seat(browser, server) as instructor:
        page, form = instructor.page, Formgrader(instructor)

        # The lab is made and released.
        form.shows(LAB, "status", "draft")
        form.press(LAB, "assign")
        assert (course.release / LAB / f"{LAB}.ipynb").is_file()
        form.press(LAB, "release")
        form.shows(LAB, "status", "released")

        # Three students work.
        hand_in(exchange, "ann")
        hand_in(exchange, "bob", wrong)
        hand_in(exchange, "eve", written=HOSTILE)

        # What they handed in is collected, by our collector.
        form.press(LAB, "collect")
        form.shows(LAB, "num-submissions", "3")
        assert sorted(path.name for path in course.submitted.iterdir()) == ["ann", "bob", "eve"]
        assert (course.private / "attempts" / LAB).is_dir()

        # It is graded, by our judge; the screen shows what the gradebook holds.
        form.go("3")
        for student in by_button:
            form.shows(student, "status", "needs autograding")
            form.press(student, "autograde")
            form.shows(student, "status", "needs manual grading")
            form.shows(student, "score", f"{score(course, student):g} / 100")
            assert course.load_record(LAB, student).isolation.startswith("bubblewrap")
        assert score(course, "bob") < 80
        instructor.picture("formgrader-submissions")

        # A written answer is read with its mark scheme beside it.
        form.open_submission("Moreau, Eve")
        assert page.evaluate("window.ran") is None
        assert form.frame.get_by_text("top.ran = 1").first.is_visible()
        form.open_submission("Kim, Bob")
        panels = form.frame.locator(".mark-scheme")
        assert panels.count() == len(WRITTEN)
        assert SCHEME in panels.nth(1).inner_text()
        assert MODEL not in panels.nth(1).inner_text()
        panels.nth(1).locator("summary").click()
        assert "Santurkar" in panels.nth(1).inner_text()
        panels.nth(1).locator("summary").click()
        verdict = form.frame.locator(".cell").filter(has=form.frame.locator("#test_batchnorm_forward"))
        assert "is eps added to a variance" in verdict.inner_text()
        verdict.scroll_into_view_if_needed()
        instructor.picture("formgrader-verdict")

        # Points for a written answer, an overruled test, a comment.
        form.give("written_small_batches", 7)
        form.give("written_what_is_learned", 9.5)
        before = grades(course, "bob")["test_batchnorm_forward"]
        form.give("test_batchnorm_forward", 3)
        form.comment("batchnorm_forward", "Look at where eps stands.")
        form.comment("written_small_batches", "Which experiment would tell?")
        panels.nth(1).scroll_into_view_if_needed()
        instructor.picture("formgrader-manual-grading")
        held = grades(course, "bob")
        assert held["written_small_batches"] == (None, 7.0, False)
        assert held["test_batchnorm_forward"] == (before[0], 3.0, False)
        form.go("Manual Grading", LAB, LAB)
        total = score(course, "bob")
        form.row(f"{total:g} / 100").wait_for()

        # The tests change: whoever is judged again keeps what people gave.
        with (course.root / "nbgrader_config.py").open("a") as settings:
            settings.write("c.Policy.memory_mib = 900\n")
        for command in again:
            gradlab(course, *command)
        assert course.load_record(LAB, "bob").policy["memory_mib"] == 900
        assert score(course, "ann") == 80
        assert score(course, "bob") == total
        # As after every grading by nbgrader, whoever gave points is asked to look again.
        assert grades(course, "bob") == {
            name: (tests, people, open_ or people is not None) for name, (tests, people, open_) in held.items()
        }
        form.open_submission("Kim, Bob")
        assert float(form.given("test_batchnorm_forward")) == 3
        assert float(form.given("written_small_batches")) == 7
        assert form.commented("batchnorm_forward") == "Look at where eps stands."

        # Feedback is written and released; the page shows both hands.
        form.go("Manual Grading", "Manage Assignments")
        form.press(LAB, "generate-feedback")
        form.press(LAB, "release-feedback")
        instructor.do("docmanager:open", path=f"feedback/bob/{LAB}/{LAB}.html")
        shown = page.frame_locator(".jp-HTMLViewer iframe").locator("body")
        shown.get_by_text("Which experiment would tell?").first.wait_for()
        instructor.picture("formgrader-feedback")
        text = shown.inner_text()
        assert "Look at where eps stands." in text
        assert f"{total:g}" in text

    # What students can fetch, and what lies in their folders, holds no mark scheme and no model answer.
    fetched = exchange.fetch_feedback("bob")
    assert fetched.read_bytes() == (course.feedback / "bob" / LAB / f"{LAB}.html").read_bytes()
    assert holding(course.assignments, SCHEME)
    for folder in (course.release, course.autograded, course.feedback, exchange.root, course.root / "students"):
        assert not holding(folder, SCHEME)
        assert not holding(folder, "Santurkar et al. 2018 found")
