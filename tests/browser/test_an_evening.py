"""A student's evening and the morning after, in a browser: fetch, work, check, validate, submit; later the feedback.

The server is Jupyter's own with nbgrader's extensions, the course is real and grades in the sandbox. Set
GRADLAB_PICTURES to a folder to keep the pictures that docs/student.md shows.
"""

import os
import re
from pathlib import Path

import pytest

from autograder.course import new_course
from autograder.demo.exchange import Exchange
from autograder.grading import grade
from autograder.labs import find_lab
from autograder.nbgrader_plugins.app import must
from autograder.score import score_question

from .conftest import serving
from .seat import LAB, answer, seat

SETTINGS = """
c = get_config()
c.Exchange.root = {root!r}
c.Exchange.cache = {cache!r}
c.CourseDirectory.student_id = "ann"
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def exchange(tmp_path):
    """A course that has released the lab into an exchange."""
    course = new_course(tmp_path / "course", "cnn-101")
    exchange = Exchange(course, find_lab(LAB, course.assignments))
    must(exchange.api.generate_assignment(LAB), "generate_assignment")
    must(exchange.api.release_assignment(LAB), "release_assignment")
    return exchange


@pytest.fixture
def server(exchange, tmp_path):
    """JupyterLab as the hub gives it to a student, with nbgrader's Assignment List and Validate."""
    home, private = tmp_path / "ann", tmp_path / "jupyter"
    home.mkdir()
    config = private / "JUPYTER_CONFIG_DIR" / "nbgrader_config.py"
    config.parent.mkdir(parents=True)
    config.write_text(SETTINGS.format(root=str(exchange.root), cache=str(tmp_path / "cache")))
    # With the settings that come with what is installed: they switch nbgrader's extensions on.
    with serving("jupyterlab", home, private, JUPYTER_NO_CONFIG="") as running:
        yield running


def test_from_fetching_the_lab_to_reading_the_feedback(browser, server, exchange):
    stub, check = "def batchnorm_forward(", "# Public check of batchnorm_forward"
    with seat(browser, server) as ann:
        page = ann.page

        # The lab is fetched.
        ann.menu("Nbgrader", "Assignment List")
        page.get_by_role("button", name="Fetch", exact=True).click()
        page.get_by_role("button", name="Submit", exact=True).wait_for()
        ann.picture("student-assignment-list")

        # The stub says that it is one.
        ann.open_notebook()
        ann.focus(stub)
        ann.do("notebook:run-all-above")
        ann.run(stub)
        assert "batchnorm_forward is not implemented yet" in ann.run(check)

        # A wrong answer: the public check says what is wrong.
        ann.paste(stub, answer("batchnorm_forward", "eps_outside_the_root"))
        ann.run(stub)
        assert re.search(r"CheckFailed: out\[.*\] is .*, expected .*", ann.run(check))
        ann.picture("student-public-check", of=ann.cell(check))  # and not the answer above it

        # A right one; the next question stays wrong.
        ann.paste(stub, answer("batchnorm_forward"))
        ann.run(stub)
        assert "the public checks pass" in ann.run(check)
        ann.paste("def batchnorm_backward(", answer("batchnorm_backward", "dx_without_variance"))

        # Validate lists what does not pass.
        ann.do("docmanager:save")
        page.locator(".validate-button button, .validate-button").first.click()
        dialog = page.locator(".jp-Dialog-content")
        dialog.wait_for()
        assert "Public check of batchnorm_backward" in dialog.inner_text()
        assert "Public check of batchnorm_forward" not in dialog.inner_text()
        ann.picture("student-validate")
        dialog.get_by_role("button").last.click()

        # The check of the whole notebook, from a cell at its end, says so in a line a question.
        ann.focus("# Public check of BatchNormalization")
        ann.do("notebook:insert-cell-below")
        page.keyboard.insert_text("labkit.check_notebook()")
        ann.do("docmanager:save")
        said = ann.run("labkit.check_notebook()")
        assert re.search(r"batchnorm_forward +the public check passes", said)
        assert re.search(r"batchnorm_backward +the public check fails: dx", said)
        assert "Everything that you wrote is run when your work is judged." in said
        ann.cell("labkit.check_notebook()").evaluate("cell => cell.scrollIntoView({block: 'end'})")
        ann.picture("student-check")

        # It is handed in all the same.
        ann.menu("Nbgrader", "Assignment List")
        page.get_by_role("button", name="Submit", exact=True).click()
        page.get_by_role("button", name="Fetch Feedback", exact=True).wait_for()

        # The course collects, grades, and gives feedback.
        must(exchange.api.collect(LAB), "collect")
        graded = grade(exchange.course, exchange.lab, 1)
        scores = {q.name: score_question(q) for q in graded.records["ann"].questions}
        assert scores["batchnorm_forward"].score == scores["batchnorm_forward"].points
        assert scores["batchnorm_backward"].score < scores["batchnorm_backward"].points
        must(exchange.api.generate_feedback(LAB), "generate_feedback")
        must(exchange.api.release_feedback(LAB), "release_feedback")

        # The feedback is fetched and opened where it was handed in.
        page.get_by_role("button", name="Fetch Feedback", exact=True).click()
        page.get_by_text("(view feedback)").click()
        page.locator(".jp-DirListing-item").get_by_text(f"{LAB}.html").dblclick()
        shown = page.frame_locator(".jp-HTMLViewer iframe")
        assert "batchnorm_backward" in shown.locator("body").inner_text()
        ann.picture("student-feedback")
        shown.get_by_text("See what was found").click()
        shown.get_by_role("heading", name="batchnorm_backward").first.wait_for()

    # On a phone it needs no scrolling sideways.
    (page_of_feedback,) = server.folder.glob(f"{LAB}/feedback/*/{LAB}.html")
    for scheme in ("light", "dark"):
        phone = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme, is_mobile=True)
        phone.goto(page_of_feedback.as_uri())
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
        if folder := os.environ.get("GRADLAB_PICTURES"):
            phone.screenshot(path=Path(folder, f"student-phone-{scheme}.png"))
        phone.close()
