"""A week of a course on JupyterHub, in the browser: everybody logs in with an account of the machine.

Set GRADLAB_PICTURES to a folder to keep the pictures that docs/jupyterhub.md shows.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.labs import find_lab
from autograder.notebook import solve
from autograder.score import score_question

from ..accounts.people import Person
from .conftest import COURSE, PASSWORD, Hub

LAB = "lab02_batchnorm"
SECOND = 1000

pytestmark = pytest.mark.slow


@contextmanager
def seat(browser: Any, hub: Hub, person: Person) -> Iterator[Any]:
    """A page in which somebody has logged in."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(90 * SECOND)
    try:
        page.goto(f"{hub.address}/hub/login")
        page.locator("#username_input").fill(person.name)
        page.locator("#password_input").fill(PASSWORD)
        page.locator("#login_submit").click()
        page.wait_for_url(re.compile(r"/user/|/hub/(home|spawn)"))
        yield page
    except Exception:
        if folder := os.environ.get("GRADLAB_PICTURES"):
            page.screenshot(path=Path(folder, "where-it-failed.png"))
        print(hub.log.read_text()[-5000:])
        raise
    finally:
        context.close()


def assignment_list(page: Any, hub: Hub, person: Person) -> Any:
    """Nbgrader's Assignment List in the person's own JupyterLab."""
    page.goto(f"{hub.address}/user/{person.name}/lab?reset")
    page.get_by_role("menubar").get_by_text("Nbgrader", exact=True).click()
    page.get_by_role("menuitem", name="Assignment List").click()
    page.locator(".assignments-header, #released_assignments_list").first.wait_for()
    return page


def press(page: Any, column: str) -> None:
    """A button of formgrader's table, and what it says came of it."""
    page.locator("tr", has=page.locator("td", has_text=LAB)).locator(f"td.{column} a").first.click()
    done(page)


def done(page: Any) -> None:
    modal = page.locator(".modal.in, .modal.show").last
    modal.get_by_text(re.compile("success", re.I)).first.wait_for(timeout=180 * SECOND)
    modal.get_by_role("button", name=re.compile("close|ok", re.I)).first.click()
    modal.wait_for(state="hidden")


def keep(page: Any, name: str, height: int) -> None:
    if folder := os.environ.get("GRADLAB_PICTURES"):
        page.wait_for_timeout(SECOND)
        page.screenshot(path=Path(folder, f"{name}.png"), clip={"x": 0, "y": 0, "width": 1280, "height": height})


def work(person: Person) -> None:
    """The answers, in the notebook that was fetched; one of them is wrong."""
    lab = find_lab(LAB)
    texts = [path.read_text("utf-8") for path in (lab.solution, lab.suite / "wrong" / "eps_outside_the_root.py")]
    path = person.home / COURSE / LAB / f"{LAB}.ipynb"
    assert path.is_file(), "nbgrader has put it into the course's folder at home"
    nbformat.write(solve(lab, *texts), path)
    shutil.chown(path, person.uid, person.gid)


def test_fetch_submit_grade_and_feedback(browser: Any, hub: Hub) -> None:
    formgrader = f"{hub.address}/services/{COURSE}/formgrader"

    # The instructor makes the lab and puts it into the exchange, in formgrader on its own page.
    with seat(browser, hub, hub.instructor) as page:
        page.goto(f"{hub.address}/services/{COURSE}/")
        page.wait_for_url(re.compile("/formgrader"))
        page.locator("td.name", has_text=LAB).wait_for()
        press(page, "assign")
        press(page, "release")
        # JupyterLab, with its terminal, is the other way into the course's server.
        page.goto(f"{hub.address}/services/{COURSE}/lab")
        page.get_by_role("menubar").get_by_text("Nbgrader", exact=True).wait_for()
        assert page.request.get(f"{hub.address}/services/{COURSE}/api/contents/assignments").status == 200
        # nbgrader's list of courses, in the instructor's own server, leads there, too.
        page.goto(f"{hub.address}/user/{hub.instructor.name}/lab")
        page.get_by_role("menubar").get_by_text("Nbgrader", exact=True).wait_for()
        listed = page.request.get(f"{hub.address}/user/{hub.instructor.name}/formgraders").json()
        assert [course["course_id"] for course in listed["value"]] == [COURSE], listed
        keep(page, "hub-formgrader", 730)

    # A student fetches, works, hands in.
    with seat(browser, hub, hub.ann) as page:
        assignment_list(page, hub, hub.ann)
        page.get_by_role("button", name="Fetch", exact=True).click()
        page.get_by_role("button", name="Submit", exact=True).wait_for()
        work(hub.ann)
        page.get_by_role("button", name="Submit", exact=True).click()
        page.get_by_role("button", name="Fetch Feedback", exact=True).wait_for()
        keep(page, "hub-assignment-list", 400)
        # What is not theirs is not there.
        page.get_by_role("menubar").get_by_text("Nbgrader", exact=True).click()
        offered = page.locator(".lm-Menu-itemLabel").all_inner_texts()
        assert "Assignment List" in offered
        assert not {"Formgrader", "Course List"} & set(offered)
        assert page.request.get(f"{hub.address}/user/{hub.ann.name}/formgrader").status == 404
        assert page.request.get(formgrader).status == 403

    # The instructor collects, grades with our judge, gives feedback.
    with seat(browser, hub, hub.instructor) as page:
        page.goto(formgrader)
        page.locator("td.name", has_text=LAB).wait_for()
        press(page, "collect")
        page.goto(f"{formgrader}/manage_submissions/{LAB}")
        row = page.locator("tr", has=page.locator("td.student-id", has_text=hub.ann.name))
        for button in ("autograde", "generate-feedback", "release-feedback"):
            row.locator(f"td.{button} a").click()
            done(page)
    record = hub.course.load_record(LAB, hub.ann.name)
    assert record is not None
    assert record.isolation == "bubblewrap"
    scores = {q.name: score_question(q) for q in record.questions}
    assert scores["identity_parameters"].score == scores["identity_parameters"].points
    assert 0 < scores["batchnorm_forward"].score < scores["batchnorm_forward"].points

    # The student fetches the page and reads it.
    with seat(browser, hub, hub.ann) as page:
        assignment_list(page, hub, hub.ann)
        page.get_by_role("button", name="Fetch Feedback", exact=True).click()
        page.get_by_text("(view feedback)").wait_for()
    (feedback,) = hub.ann.home.glob(f"{COURSE}/{LAB}/feedback/*/{LAB}.html")
    assert feedback.stat().st_uid == hub.ann.uid
    assert "outside the root" in re.sub(r"\s+", " ", feedback.read_text("utf-8"))


def test_the_course_has_a_command_line_beside_formgrader(hub: Hub) -> None:
    done = hub.terminal("gradlab", "grade", LAB, "--jobs", "1")
    assert done.code == 0, done.said
    assert "1 as before" in done.said or "1 judged" in done.said
    assert hub.terminal("gradlab", "report", LAB, "--jobs", "1").code == 0


def test_students_can_read_neither_the_kit_nor_the_course(hub: Hub) -> None:
    packages = next((hub.programs.parent / "lib").glob("python*")) / "site-packages"
    places = [
        packages / "solutions" / f"{LAB}.py",
        packages / "autograder" / "suites",
        hub.course.root,
        hub.course.root / "gradebook.db",
    ]
    assert all(place.exists() for place in places)

    def look(place: Path) -> str:
        try:
            os.listdir(place) if place.is_dir() else place.read_bytes()
            return "open"
        except PermissionError:
            return "refused"

    for place in places:
        assert hub.bob.does(lambda place=place: look(place)) == "refused", place
        assert hub.account.does(lambda place=place: look(place)) == "open", place
    command = (str(hub.programs / "python"), "-c", f"import nbgrader, numpy; from solutions import {LAB}")
    assert hub.account.runs(*command).code == 0
    assert "cannot import name" in hub.bob.runs(*command).said
