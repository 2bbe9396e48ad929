import base64
import csv
import hashlib
import html
import io
import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from autograder.records import CellRecord, Outcome, Record
from autograder.report.charts import count_bins
from autograder.report.class_data import Background, class_data
from autograder.report.class_report import class_csv, render, safe_cell
from autograder.report.sheet import sheet
from autograder.report.statistics import attention, count_mistakes, count_questions, quantile

EVIL = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def people(made):
    return made.classroom(200)


@pytest.fixture(scope="module")
def report(people, lab):
    return render(people, lab)


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_class_of_200_has_a_row_for_every_student(report, people):
    for student in people:
        assert f"<bdi>{student}</bdi>" in report
    assert len(report.encode()) < 300_000
    assert "198<small> / 200</small>" in report
    assert report.count("Creating new namespace failed") == 2 + 2  # who needs a human, and the table of students


def test_the_page_fetches_nothing_and_runs_nothing(report):
    assert "http://" not in report
    assert "https://" not in report
    (script,) = re.findall(r"<script>(.*?)</script>", report, re.S)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html.unescape(report), "a browser runs this script and no other"
    assert report.count("<script") == 1
    assert not re.search(r"url\((?!#)", report)
    assert "default-src 'none'" in html.unescape(report)


def test_names_and_messages_are_escaped(made, lab):
    record = made.make_record(
        {"batchnorm_forward": {0: Outcome.FAILED, 1: Outcome.CRASHED}},
        cells=(CellRecord(1, EVIL, "solution", "failed", EVIL),),
    )
    first = record.questions[0]
    tests = tuple(replace(t, claim=EVIL, name=EVIL + t.name, mistake=t.mistake and EVIL) for t in first.tests)
    record = replace(record, questions=(replace(first, tests=tests), *record.questions[1:]), suite=EVIL, kit=EVIL)
    background = {EVIL: Background(EVIL, timedelta(hours=3), (1.0, 2.0))}
    text = render({EVIL: record, EVIL + "2": EVIL}, lab, background=background)
    assert text.count("<script") == 1
    assert text.count("&lt;script&gt;") > 10


def test_the_chart_takes_its_colours_from_the_page_and_says_what_it_shows(report):
    svg = re.search(r"<svg.*?</svg>", report, re.S).group()
    assert "var(--accent)" in svg
    assert not re.search(r"#[0-9a-f]{6}\b(?!\))", re.sub(r"[\"#][a-z0-9]{11}\b", "", svg))
    assert 'role="img" aria-labelledby="distribution-text"' in svg
    assert 'id="distribution-text">The scores of 198 submissions' in report


def test_tenths_count_every_score_once():
    assert count_bins([0, 9.99, 10, 55, 99.9, 100, 104], 100) == [2, 1, 0, 0, 0, 1, 0, 0, 0, 3]


def test_quantiles():
    assert [quantile([4, 1, 3, 2], share) for share in (0, 0.5, 1)] == [1, 2.5, 4]
    assert quantile([], 0.5) == 0


def test_rates_count_passes_among_judged_answers(made, lab):
    sheets = {
        "a": sheet(made.make_record(), lab),
        "b": sheet(made.make_record({"batchnorm_forward": {0: Outcome.FAILED}}), lab),
        "c": sheet(made.make_record({"batchnorm_forward": {0: Outcome.BLOCKED}}), lab),
        "d": sheet(made.make_record({"batchnorm_forward": {0: Outcome.INFRASTRUCTURE}}), lab),
    }
    forward = count_questions(sheets)[0]
    first = forward.tests["test_normalises_columns"]
    assert (first.judged, first.outcomes["passed"], first.wrong, first.outcomes["blocked"]) == (3, 1, 1, 1)
    assert (len(forward.scores), forward.full) == (3, 1)


def test_mistakes_are_counted_once_a_student_and_come_by_frequency(made):
    one = made.make_record({"identity_parameters": {0: Outcome.FAILED, 1: Outcome.FAILED}})
    both = made.make_record({"identity_parameters": {0: Outcome.FAILED}, "batchnorm_backward": {0: Outcome.FAILED}})
    mistakes = count_mistakes({"a": one, "b": both, "c": made.make_record()})
    assert [(m.stem, m.students) for m in mistakes] == [("gamma_without_eps", ("a", "b")), ("no_variance_path", ("b",))]


def test_the_report_names_mistakes_in_a_sentence(report):
    assert "leaves the path through the variance out of dx" in report
    assert "a secret of the suite" not in report


def test_who_needs_a_human_and_why(made, lab):
    judged = {
        "cell": made.make_record(cells=(CellRecord(3, "setup", "solution", "failed", "SyntaxError"),)),
        "crash": made.make_record({"batchnorm_forward": {2: Outcome.CRASHED}}),
        "slow": made.make_record({"batchnorm_backward": {1: Outcome.TIMEOUT}}),
        "ours": made.make_record({"batchnorm_backward": {1: Outcome.INFRASTRUCTURE}}),
    }
    read = {name: (1.0, points, "") for name, points in made.WRITTEN.items()}
    sheets = {s: sheet(r, lab, {} if s == "cell" else read) for s, r in judged.items()}
    found = attention(judged, sheets, {"gone": "no sandbox"})
    assert found.ungraded == (("gone", "no sandbox"), ("ours", ""))
    assert [student for student, _, _ in found.cells] == ["cell"]
    assert [(s, q) for s, q, _ in found.died] == [("crash", "batchnorm_forward"), ("slow", "batchnorm_backward")]
    assert found.open == tuple((name, ("cell",)) for name in made.WRITTEN)


def test_when_everything_is_read_totals_are_shown_and_nobody_needs_a_human(made, lab):
    manual = {s: {name: (5.0, points, "") for name, points in made.WRITTEN.items()} for s in "ab"}
    text = render({"a": made.make_record(), "b": made.make_record()}, lab, manual, {"b": 10.0})
    assert "Nothing. Every submission is judged" in text
    assert "85<small> / 100</small>" in text
    assert "<b>90</b>" in text
    assert "<b>80</b>" in text
    assert "tests only" not in text


def test_open_written_answers_are_marked_and_left_out_of_the_distribution(made, lab):
    text = render({"a": made.make_record()}, lab)
    assert "80<small> / 80</small>" in text
    assert '<b>80</b><span class="soft">+</span>' in text


def test_a_class_nobody_could_be_judged_of_still_has_a_page(lab):
    text = render({"a": "no sandbox", "b": "no sandbox"}, lab)
    assert "0<small> / 2</small>" in text
    assert "<svg" not in text
    assert "http" not in text.replace("http-equiv", "")
    assert render({}, lab)


def test_records_that_cannot_be_compared_or_trusted_are_pointed_out(made, lab):
    text = render({"a": made.make_record(), "b": made.make_record(suite="other", isolation="none")}, lab)
    assert "judged in 2 different ways" in text
    assert "without a sandbox" in text
    assert 'class="warn"' not in render({"a": made.make_record()}, lab)


def test_what_a_human_should_look_at_again_is_listed_by_student_and_changes_no_score(made, lab):
    doubted = made.make_record(review=(f"relu_backward may take finite differences (in {EVIL}).",))
    text = render({"a": doubted}, lab)
    assert "Worth a second look" in text
    assert "relu_backward may take finite differences" in text
    assert EVIL not in text
    plain = {"a": made.make_record()}
    assert "Worth a second look" not in render(plain, lab)
    assert class_csv({"a": doubted}, lab) == class_csv(plain, lab)


def test_a_missing_notebook_is_a_state_of_its_own_worth_0_and_counted_nowhere_else(made, lab):
    people = {"a": made.make_record(), "gone": None, "ours": "no sandbox"}
    manual = {"gone": {name: (0.0, points, "") for name, points in made.WRITTEN.items()}}
    text = render(people, lab, manual)
    assert "1<small> / 3</small>" in text
    assert 'id="distribution-text">The score of one submission' in text
    assert "0 of 1 have full marks" not in text
    assert text.count("<bdi>gone</bdi>") == 2  # who needs a human, and the table of students
    row = re.search(r"<bdi>gone</bdi></th>(.*?)</tr>", text, re.S).group(1)
    assert re.sub(r"<.*?>|\s+", " ", row).split() == ["0", "without", "the", "notebook"]
    table = {row["student"]: row for row in rows(class_csv(people, lab, manual))}
    assert (table["gone"]["state"], table["gone"]["score"], table["gone"]["points"]) == ("missing", "0", "100")
    assert {table["gone"][name] for name in (*made.QUESTIONS, *made.WRITTEN)} == {"0"}
    assert (table["ours"]["state"], table["ours"]["score"]) == ("ungraded", "")
    assert render({"gone": None}, lab)


def test_points_that_a_human_gives_without_a_notebook_count(made, lab):
    manual = {"gone": {"test_batchnorm_forward": (12.0, 30.0, "seen on paper")}}
    (row,) = rows(class_csv({"gone": None}, lab, manual, {"gone": 2.0}))
    assert (row["state"], row["score"], row["batchnorm_forward"]) == ("missing", "10", "12")


def test_the_same_class_gives_the_same_page(report, people, lab):
    assert render(dict(reversed(people.items())), lab) == report


def test_csv_has_one_row_a_student_and_nothing_where_nobody_judged(made, lab, people):
    table = rows(class_csv(people, lab))
    assert [row["student"] for row in table] == sorted(people)
    ours = next(row for row in table if row["student"] == "student041")
    assert (ours["state"], ours["score"], ours["batchnorm_forward"]) == ("ungraded", "", "")
    manual = {"a": {"written_small_batches": (0.0, 10.0, ""), "written_covariate_shift": (7.5, 10.0, "")}}
    (row,) = rows(class_csv({"a": made.make_record()}, lab, manual, {"a": 2.0}))
    assert (row["state"], row["score"], row["points"], row["penalty"]) == ("graded", "85.5", "100", "2")
    assert (row["batchnorm_forward"], row["written_small_batches"]) == ("30", "0")


@pytest.mark.parametrize(
    "name",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", '=HYPERLINK("x","y")', "=cmd|' /C calc'!A0"],
)
def test_no_name_is_a_formula(made, lab, name):
    (row,) = rows(class_csv({name: made.make_record()}, lab))
    assert row["student"].startswith("'")
    assert row["student"][1:].strip() in (name.strip(), "\ufffd" + name.strip())


@pytest.mark.parametrize("name", ["Ada Lovelace", "O'Brien", "김철수", "a,b", 'quo"te', "x=1", "two\nlines"])
def test_ordinary_names_stay_as_they_are(made, lab, name):
    assert safe_cell(name) == name
    (row,) = rows(class_csv({name: made.make_record()}, lab))
    assert row["student"] == name


def test_the_made_class_holds_both_kinds_of_result(people):
    assert {isinstance(value, Record) for value in people.values()} == {True, False}


def test_names_lateness_attempts_and_time_are_shown_where_they_are_known(made, lab):
    people = {"a": made.make_record(run={"seconds": 2.5}), "b": made.make_record(run={"seconds": 0.5}), "c": None}
    background = {"a": Background("Kim, Minsu", timedelta(hours=5), (30.0, 55.5, 80.0)), "b": Background("Lee, Bo")}
    text = render(people, lab, penalties={"a": 8.0}, background=background)
    assert "<bdi>Kim, Minsu</bdi>" in text
    assert "5 hours late, costs 8 points" in text
    assert 'id="progress-text">One student handed in more than once' in text
    assert "+50" in text
    assert "took 3 seconds of a judge" in text
    plain = render({"a": made.make_record()}, lab)
    for absent in ("progress-text", "handed in late</dt>", "Time used"):
        assert absent not in plain


def test_the_json_holds_what_the_page_shows(made, lab, people):
    found = json.loads(json.dumps(class_data(people, lab, background={"student001": Background("Kim")}).document()))
    assert len(found["students"]) == 200
    assert sum(found["distribution"]["tenths"]) == 198
    assert found["distribution"]["of"] == "tests"
    rates = {test["name"]: test for question in found["questions"] for test in question["tests"]}
    first = rates["test_normalises_columns"]
    assert first["passed"] + first["wrong"] + first["not_checked"] == first["judged"] == 198
    most = found["mistakes"][0]
    assert len(most["students"]) == max(len(m["students"]) for m in found["mistakes"])
    behind = next(row for row in found["students"] if row["student"] == most["students"][0])
    assert f"{most['question']}/{most['mistake']}" in behind["mistakes"]
    ungraded = [row["student"] for row in found["students"] if "ungraded" in row["needs"]]
    assert ungraded == ["student041", "student137"]


def test_every_row_bears_the_marks_that_the_filters_offer(report, people):
    found = re.findall(r'<tr data-marks="([^"]*)"><th scope="row"><bdi>(student\d+)', report)
    rows = {student: marks.split() for marks, student in found}
    assert set(rows) == set(people)
    assert "needs" in rows["student041"]
    options = re.findall(r'<option value="(m\d+)">(\d+) ·', report)
    assert options
    for mark, count in options:
        assert sum(mark in marks for marks in rows.values()) == int(count)
