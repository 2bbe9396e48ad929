"""The week on one page, and the term: what they say is what the records say."""

import csv
import io
import re
import struct
from datetime import timedelta
from io import BytesIO

import pytest
from matplotlib.image import imread

from autograder.report import charts, term_report
from autograder.report.class_data import Background, class_data
from autograder.report.class_report import render_data
from autograder.report.summaries import _questions, markdown, png
from autograder.report.term_report import render_term, term_csv, term_data

EVIL = "<script>alert(1)</script>|"


@pytest.fixture(scope="module")
def data(made, lab):
    known = {
        "student001": Background("Kim", timedelta(hours=2), (10.0, 20.0)),
        "student002": Background("", timedelta(0), (5.0, 3.0)),
    }
    return class_data(made.classroom(60), lab, background=known)


def test_the_page_says_who_needs_a_human_and_what_is_common(data):
    text = markdown(data)
    assert len(text.splitlines()) < 60, "a page"
    assert "59 of 60 submissions are judged" in text
    assert "1 without a result: student041" in text
    assert "1 handed in late" in text
    assert "2 handed in more than once, 1 of them got better" in text
    most = data.mistakes[0]
    assert f"- {len(most.students)} × code that {data.sentence(most)} (`{most.question}`)" in text
    rates = [int(rate) for rate in re.findall(r"^- (\d+) %", text, re.MULTILINE)]
    assert rates == sorted(rates)


def test_the_picture_is_an_upright_page_and_the_same_each_time(data):
    picture = png(data)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", picture[16:24])
    assert height / width == pytest.approx(2**0.5, abs=0.01)
    assert len(picture) < 300_000
    assert png(data) == picture


def test_what_is_longer_than_the_page_is_wide_goes_on_below(made, lab):
    students = {f"a student with a long name, {number}": "no sandbox" for number in range(9)}
    pixels = imread(BytesIO(png(class_data(students, lab))))[..., :3]
    width = pixels.shape[1]
    assert (pixels[:, int(0.94 * width) :] == 1).all(), "the margin is white"
    below = pixels[int(0.83 * len(pixels)) :, : width // 2]
    assert (below != 1).any(), "a second row"


def test_hostile_names_and_a_class_without_results_have_a_page(made, lab):
    hostile = class_data({EVIL: "no $sandbox$ " + EVIL, "$x_{": made.make_record()}, lab)
    assert "<script" not in markdown(hostile)
    assert png(hostile)
    nobody = class_data({"a": "no sandbox"}, lab)
    assert "0 of 1 submissions are judged" in markdown(nobody)
    assert png(nobody)


def test_a_question_with_unread_answers_is_open_and_has_no_rate_whatever_was_left_empty(made, lab):
    written = next(question for question in lab.questions if question.written)
    others = {
        question.grade_id: (question.points, question.points, "") for question in lab.questions if question.written
    }
    people = {name: made.make_record() for name in ("ann", "bob", "eve")}
    empty = {**others, written.grade_id: (0.0, written.points, "")}
    unread = {**others, written.grade_id: (None, written.points, "")}
    data = class_data(people, lab, {"ann": empty, "bob": unread, "eve": unread})
    assert f"| {written.name} | open, 2 unread | – |" in markdown(data)
    assert "open: 2 answers are not read yet" in render_data(data)
    (asked,) = (question for question in data.document()["questions"] if question["name"] == written.name)
    assert (asked["scores"], asked["unread"], asked["mean"], asked["full"]) == (1, 2, None, None)
    drawn = {text.get_text() for text in _texts(data)}
    assert "open" in drawn
    assert "0" not in drawn
    read = class_data(people, lab, dict.fromkeys(people, empty))
    assert f"| {written.name} | 0 of {written.points:g} | 0 % |" in markdown(read)


def _texts(data):
    """Every text beside a bar of the picture."""
    from matplotlib.figure import Figure

    figure = Figure()
    _questions(figure, data)
    return [text for axes in figure.axes for text in axes.texts]


def test_the_terms_spread_is_that_of_the_scores_in_the_table(made, lab, monkeypatch):
    people = {name: made.make_record() for name in ("ann", "bob", "eve")} | {"none": None}
    given = {question.grade_id: (0.0, question.points, "") for question in lab.questions if question.written}
    read = dict.fromkeys(people, given)
    data = class_data(people, lab, read, {"ann": 30.0})
    drawn = []
    monkeypatch.setattr(term_report, "boxes", lambda names, spread, label: drawn.append((names, spread)) or "")
    text = render_term(term_data([data]))
    assert drawn == [([lab.name.partition("_")[0]], [[50.0, 80.0, 80.0]])]
    assert "plus sign, written answers are unread" not in text
    assert term_data([data]).document()["labs"][0]["quartiles_percent"] == [65.0, 80.0, 80.0]
    render_term(term_data([class_data(people, lab, None, {"ann": 30.0})]))
    assert drawn[1][0] == [lab.name.partition("_")[0] + "+"]


def test_the_ends_of_a_box_are_the_least_and_the_greatest_score():
    text = charts.boxes(["lab01"], [[10.0, 60.0, 70.0, 80.0, 100.0]], "Per cent")
    lines = [re.findall(r"[ML] (\S+) (\S+)", path) for path in re.findall(r' d="([^"]*)"', text)]
    upright = [(float(a[1]), float(b[1])) for a, b in (line for line in lines if len(line) == 2) if a[0] == b[0]]
    below, above = sorted((abs(a - b) for a, b in upright if abs(a - b) > 10), reverse=True)
    assert below / above == pytest.approx((60 - 10) / (100 - 80), rel=0.01)


@pytest.fixture
def term(made, lab):
    from dataclasses import replace

    labs = []
    for name in ("lab01_a", "lab02_b", "lab03_c"):
        mine = replace(lab, name=name)
        people = {"ann": made.make_record(), "=bob": made.make_record(), EVIL: made.make_record()}
        if name != "lab01_a":
            del people["=bob"]
        known = {"ann": Background("Kim, Ann", timedelta(hours=1))}
        labs.append(class_data(people, mine, background=known))
    return term_data(labs)


def test_the_term_adds_the_labs_up_and_names_who_falls_behind(term):
    rows = {row.student: row for row in term.rows}
    assert rows["ann"].total == sum(rows["ann"].scores.values()) == 240
    assert rows["ann"].late == 3
    assert rows["=bob"].scores == {"lab01_a": 80.0, "lab02_b": None, "lab03_c": None}
    assert [row.student for row in term.behind] == ["=bob"]
    assert term.points == 300


def test_the_term_page_is_one_file_that_runs_one_script(term):
    text = render_term(term)
    assert text.count("<script") == 1
    assert "http://" not in text
    assert "https://" not in text
    assert text.count("<bdi>ann</bdi>") == 1
    assert 'href="lab01_a.html"' in text
    assert "Who falls behind" in text
    assert render_term(term_data([]))


def test_the_terms_table_is_safe_and_empty_where_nothing_was_handed_in(term):
    rows = {row["student"]: row for row in csv.DictReader(io.StringIO(term_csv(term)))}
    assert rows["'=bob"]["lab02_b"] == ""
    assert (rows["ann"]["total"], rows["ann"]["points"], rows["ann"]["name"]) == ("240", "300", "Kim, Ann")
    assert len(term.document()["students"]) == 3
