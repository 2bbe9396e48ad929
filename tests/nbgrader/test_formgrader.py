"""What formgrader shows: a student's text, inert and as it was typed, and for the grader the mark schemes."""

import re
import shutil
from typing import Any

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.course import Course
from autograder.labs import all_labs
from autograder.nbgrader_plugins.app import course_api, must
from autograder.nbgrader_plugins.mark_schemes import NONE, mark_schemes, model_answers

from .classroom import LAB, hand_in

SCHEME, MODEL = "Accept any sound experiment", "Left is which of the two is"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "` <script>alert(1)</script>\n\n`",
        "```\n<img src=x onerror=alert(1)>\n",
        "<svg/onload=alert(1)>",
        "<!-- --><iframe src='data:text/html,x'>",
        "[x](javascript:alert(1))",
        "<a href='javascript:alert(1)'>x</a>",
        "[x]( \tjavascript:alert(1) )",
        "[x](<javascript:alert(1)>)",
        "[x](java&#115;cript:alert(1))",
        "[x][1]\n\n[1]:\n  javascript:alert(1)",
        "[x]\n\n[x]: <javascript:alert(1)>",
        "![x](javascript:alert(1))",
        "<javascript:alert(1)>",
    ],
)
def test_a_tag_in_an_answer_is_text(course: Course, text: str) -> None:
    page = shown(course, text)
    assert not any(f"<{tag}" in page for tag in ("script", "img", "svg", "iframe", "!--"))
    assert not re.search(r"<[^>]+=.?javascript", page)


def test_formulas_and_code_stay_readable(course: Course) -> None:
    page = shown(course, "If $a<b$ then `x<y` and\n\n```python\nif n <3: pass\n```\n")
    assert "<code>" in page
    assert "&lt;" in page
    assert "\N{ZERO WIDTH SPACE}3" not in page
    assert '<a href="https://example.org">' in shown(course, "[x](https://example.org)")


def test_a_pasted_picture_stays_and_a_missing_one_is_no_error(course: Course) -> None:
    text = "![x](attachment:a.png) ![y](attachment:b.gif)"
    page = shown(course, text, attachments={"a.png": {"image/png": "iVBORw0KGgo="}})
    assert page.count("<img") == 1
    assert "data:image/png;base64,iVBORw0KGgo=" in page
    assert "attachment:b.gif" in page


def shown(course: Course, text: str, **parts: Any) -> str:
    exporter: Any = HTMLExporter(config=course.config, template_name="basic")
    page, _ = exporter.from_notebook_node(new_notebook(cells=[new_markdown_cell(text, **parts)]))
    return str(page)


def submission(course: Course, stub: Any, **resources: Any) -> str:
    """The page of one submission, as formgrader's handler asks for it."""
    path = course.autograded / "ann" / LAB / f"{LAB}.ipynb"
    if not path.exists():
        path.parent.mkdir(parents=True)
        shutil.copyfile(hand_in(course, "ann", stub), path)
    exporter: Any = HTMLExporter(config=course.config, template_name="basic")
    page, _ = exporter.from_filename(str(path), resources={"assignment_id": LAB, **resources})
    return str(page)


def test_each_written_answer_has_its_mark_scheme_and_model_answer_before_it(course: Course, stub: Any) -> None:
    page = submission(course, stub, submission_id="1")
    assert page.count("Students never see it") == 2
    second = page.rindex("Students never see it")
    assert page.index("written_small_batches") < page.index(SCHEME) < page.index(MODEL) < page.rindex("YOUR ANSWER")
    assert second < page.index(SCHEME)
    assert "<li>2 points: out and dx for N = 1" in page  # read as markdown, within the panel


def test_without_a_grader_there_is_no_mark_scheme(course: Course, stub: Any) -> None:
    page = submission(course, stub)
    assert "YOUR ANSWER" in page
    assert SCHEME not in page
    assert MODEL not in page


def test_feedback_holds_no_mark_scheme_even_where_a_course_asks_for_it(
    course: Course, stub: Any, made_judge: None
) -> None:
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(
            "c.GenerateFeedback.exporter_class = 'nbconvert.exporters.HTMLExporter'\n"
            "c.GenerateFeedback.preprocessors = ['nbgrader.preprocessors.GetGrades', 'nbconvert.preprocessors."
            "CSSHTMLHeaderPreprocessor', 'autograder.nbgrader_plugins.mark_schemes.MarkSchemes']\n"
            "c.MarkSchemes.enabled = True\n"
        )
    hand_in(course, "ann", stub)
    api = course_api(course)
    must(api.autograde(LAB, "ann"), "autograde")
    must(api.generate_feedback(LAB), "generate_feedback")
    page = (course.feedback / "ann" / LAB / f"{LAB}.html").read_text("utf-8")
    assert "YOUR ANSWER" in page
    assert SCHEME not in page
    assert not re.search("mark.scheme", page)


def test_a_lab_that_is_gone_can_be_graded_and_says_so(course: Course, stub: Any) -> None:
    submission(course, stub)
    shutil.rmtree(course.assignments / LAB)
    page = submission(course, stub, submission_id="1")
    assert "cannot be shown: no lab is called" in page
    assert "YOUR ANSWER" in page


@pytest.mark.parametrize("lab", all_labs(), ids=lambda lab: lab.name)
def test_every_written_question_of_the_kit_has_both(lab: Any) -> None:
    written = {question.grade_id for question in lab.questions if question.written}
    assert mark_schemes(lab).keys() == written
    assert not any(NONE in panel for panel in mark_schemes(lab).values())
    assert written <= model_answers(lab).keys()
