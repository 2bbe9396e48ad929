import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

from autograder.records import CellRecord, Outcome, Picture, QuestionRecord, Table, TestRecord
from autograder.report.feedback import BUDGET, fragment, next_step, render
from autograder.report.sheet import sheet

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)> \"'&</dd></main>"
INLINE = {"a", "b", "bdi", "code", "i"}
VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """Which elements and attributes a page has, whether they nest, and its text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.ids, self.text, self.open = [], [], [], [], []
        self.feed(text)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in INLINE:
            self.text.append(" ")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open[-1:]:
            self.text.append(data)

    @property
    def words(self):
        return " ".join("".join(self.text).split())


def evil_record(made):
    """A record in which every text that could come from a student, a suite or a file tries to break out."""
    record = made.make_record({"batchnorm_forward": made.all_tests("batchnorm_forward", Outcome.FAILED)})
    first = record.questions[0]
    tests = tuple(
        replace(
            t,
            name=EVIL + t.name,
            claim=EVIL,
            message=f"`{EVIL}` {n}",
            hint=EVIL,
            mistake=EVIL,
            looks_like=EVIL,
            known=(EVIL, f"`{EVIL}`"),
            picture=Picture(EVIL, (2, 3), "40", (), "012345", "876543"),
        )
        for n, t in enumerate(first.tests)
    )
    cells = (CellRecord(3, EVIL, "solution", "failed", f"{EVIL}\n{EVIL}"), CellRecord(4, None, "added", "failed", EVIL))
    return replace(
        record,
        submission=EVIL,
        suite=EVIL,
        cases=EVIL,
        kit=EVIL,
        questions=(replace(first, tests=tests), *record.questions[1:]),
        cells=cells,
        ignored=(EVIL, f"`{EVIL}`"),
    )


def test_nothing_in_a_record_becomes_markup(made, lab):
    record = evil_record(made)
    examples = {
        f"{question.grade_id}::{test.name}": SimpleNamespace(snippet=EVIL)
        for question in record.questions
        for test in question.tests
    }
    text = render(
        record,
        lab,
        {"written_small_batches": (1.0, 10.0, EVIL)},
        EVIL,
        shows="counterexample",
        counterexamples=examples,
    )
    assert 'class="try"' in text
    page = Page(text)
    assert not {"script", "img", "iframe", "object", "link", "form"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert page.words.count("<script>alert(1)</script>") > 20
    assert page.tags.count("main") == 1


def test_nothing_in_a_question_becomes_markup_in_a_notebook(made):
    page = Page(fragment(replace(evil_record(made).questions[0], name=EVIL)))
    assert not {"script", "img", "style"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert "<script>alert(1)</script>" in page.words


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\x00", "\x1b", "\ud800", "\x85"])
def test_characters_that_garble_a_page_are_replaced(made, lab, character):
    text = render(replace(made.make_record(), ignored=(f"a{character}b",)), lab, {}, f"c{character}d")
    assert character not in text
    assert "a\ufffdb" in text
    text.encode("utf-8")


def test_the_page_fetches_nothing(made, lab):
    text = render(made.typical(), lab, {}, "Ada")
    assert "http://" not in text
    assert "https://" not in text
    assert "url(" not in text
    assert "@import" not in text
    page = Page(text)
    assert not {"src", "action", "background", "srcset"} & {name for name, _ in page.attributes}
    assert all(value.startswith("#") for name, value in page.attributes if name == "href")
    assert "default-src 'none'" in text


def test_links_lead_somewhere_and_ids_are_unique(made, lab):
    page = Page(render(made.typical(), lab))
    assert len(page.ids) == len(set(page.ids))
    targets = [value[1:] for name, value in page.attributes if name in ("href",)]
    targets += [value for name, value in page.attributes if name == "aria-labelledby"]
    assert set(targets) <= set(page.ids)


def test_the_size_stays_within_the_budget_whatever_the_texts(made, lab):
    assert len(render(made.typical(), lab, {}, "Ada").encode()) < 25_000
    long = made.make_record({name: made.all_tests(name, Outcome.FAILED) for name in made.QUESTIONS})
    questions = tuple(
        replace(q, tests=tuple(replace(t, message=f"{i} " + "<0.1234, " * 9_999) for i, t in enumerate(q.tests)))
        for q in long.questions
    )
    cells = tuple(CellRecord(i, None, "added", "failed", "x" * 9_999) for i in range(500))
    long = replace(long, questions=questions, cells=cells, ignored=("y" * 9_999,) * 500)
    text = render(long, lab, {"written_small_batches": (1.0, 10.0, "z" * 99_999)}, "w" * 9_999)
    assert len(text.encode()) < BUDGET
    assert "480 more cells do not run" in text
    Page(text)


def test_a_failed_test_gives_claim_message_hint_mistake_and_cost(made, lab):
    words = Page(render(made.make_record({"batchnorm_backward": {0: Outcome.FAILED}}), lab)).words
    assert "Not yet −8.57 points A correct answer gives the gradient of x that finite differences give." in words
    assert "Wrong in 7 of 25 cases." in words
    assert "Seen Along a random direction, dx gives 0.4127" in words
    assert "Looks like Code that leaves the path through the variance out of dx." in words
    assert "Think about x reaches the output directly" in words
    assert "batchnorm_backward partly right 21.43 / 30" in words


ROWS = Table(
    ("layer", "output shape: the table", "your code", "parameters: the table", "your code"),
    (
        ("C1", "6 × 28 × 28", "6 × 28 × 28", "156", "156"),
        ("S2", "6 × 14 × 14", "6 × 13 × 13", "0", "0"),
        (EVIL, "16 × 10 × 10", "–", "2,416", "–"),
    ),
    1,
)


def with_rows(made):
    record = made.make_record({"batchnorm_backward": {0: Outcome.FAILED, 1: Outcome.FAILED}})
    questions = tuple(
        replace(q, tests=tuple(replace(t, table=ROWS if t.outcome is Outcome.FAILED else None) for t in q.tests))
        for q in record.questions
    )
    return replace(record, questions=questions)


def test_rows_are_shown_once_a_question_and_the_first_wrong_one_is_marked(made, lab):
    text = render(with_rows(made), lab)
    page = Page(text)
    assert "S2 ← 6 × 14 × 14 6 × 13 × 13 0 0" in page.words
    assert page.words.count("S2 ←") == 1
    assert text.count('class="wrong"') == 1
    assert "<script>alert(1)</script>" in page.words
    assert "script" not in page.tags


def test_rows_are_shown_in_a_notebook_too(made):
    question = next(q for q in with_rows(made).questions if q.name == "batchnorm_backward")
    page = Page(fragment(question))
    assert page.words.count("S2 ← 6 × 14 × 14 6 × 13 × 13 0 0") == 1
    assert "script" not in page.tags


def test_a_mistake_has_its_name_in_a_notebook_too(made):
    question = evil_record(made).questions[0]
    tests = (replace(question.tests[0], looks_like="adds `eps` twice"), *question.tests[1:])
    assert "This looks like code that adds eps twice." in Page(fragment(replace(question, tests=tests))).words


def test_passed_tests_stay_quiet(made, lab):
    text = render(made.make_record(), lab)
    assert re.search(r'<details class="passed">\s*<summary>8 tests passed</summary>', text)
    assert "<details open" not in text
    assert "Your code gives every column mean beta" in text
    assert "A correct answer" not in text


def test_a_blocked_test_says_on_what_it_waits(made, lab):
    words = Page(render(made.make_record({"batchnorm_backward": {5: Outcome.BLOCKED}}), lab)).words
    assert "Not checked −4.29 points" in words
    assert "Why batchnorm_forward: your cache can only be checked" in words
    assert "Not yet" not in words


@pytest.mark.parametrize(
    ("outcome", "word", "sentence"),
    [
        (Outcome.FAILED, "Not yet", "The answer was different."),
        (Outcome.BLOCKED, "Not checked", "It builds on another answer that is not right yet."),
        (Outcome.CRASHED, "Crashed", "The process that ran your code died."),
        (Outcome.TIMEOUT, "Out of time", "Your code gave no answer in time."),
        (Outcome.INFRASTRUCTURE, "Not judged", "This is not your doing"),
    ],
)
def test_every_outcome_has_a_word_and_a_sentence_of_its_own(made, lab, outcome, word, sentence):
    test = TestRecord("test_a", "gives a", outcome)
    question = QuestionRecord("identity_parameters", "test_identity_parameters", 10.0, (test,))
    record = replace(made.make_record(), questions=(question,))
    for words in (Page(render(record, lab)).words, Page(fragment(question)).words):
        assert word in words
        assert sentence in words


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({}, "right"),
        ({0: Outcome.FAILED}, "partly right"),
        ({0: Outcome.FAILED, 1: Outcome.FAILED, 2: Outcome.FAILED}, "not right yet"),
        (dict.fromkeys(range(4), Outcome.BLOCKED), "not checked"),
        ({0: Outcome.INFRASTRUCTURE}, "not judged yet"),
    ],
)
def test_every_status_of_a_question_has_its_words(made, lab, wrong, status):
    record = made.make_record({"identity_parameters": wrong})
    text = render(record, lab)
    line = re.search(r'<th scope="row"><a[^>]* href="#q-identity_parameters".*', text).group()
    assert f">{status}<" in line
    assert f">{status}<" in fragment(record.questions[2])


def test_written_questions_show_score_and_comment_or_that_nobody_has_read_them(made, lab):
    manual = {"written_small_batches": (6.5, 10.0, "Say why the variance is noisy.\nSee the text.")}
    words = Page(render(made.make_record(), lab, manual)).words
    assert "Comment Say why the variance is noisy. See the text." in words
    assert "Graded by a human, not yet." in words
    assert "One written question is graded by a human and has not been read yet: 10 points are still open." in words
    assert "86.5 of 100 points" in words


def test_an_override_says_what_the_tests_give(made, lab):
    words = Page(render(made.make_record(), lab, {"test_identity_parameters": (4.0, 10.0, "copied")})).words
    assert "A human set this score. The tests alone give 10." in words
    assert "copied" in words


def test_our_failure_shows_no_score_and_asks_for_nothing(made, lab):
    words = Page(render(made.make_record({"batchnorm_forward": {0: Outcome.INFRASTRUCTURE}}), lab)).words
    assert "– of 100 points" in words
    assert "That is our fault" in words
    assert "50 of 100" not in words


def test_tests_that_passed_beside_no_value_say_why_they_earn_nothing(made, lab):
    wrong = {"identity_parameters": {0: Outcome.FAILED, 1: Outcome.FAILED, 2: Outcome.FAILED}}
    words = Page(render(made.make_record(wrong), lab)).words
    assert "earn nothing for now (−1.25)" in words


def test_cells_and_what_was_ignored_are_listed(made, lab):
    cells = (
        CellRecord(9, "repaired_batchnorm", "solution", "failed", "line 1\n  line 2"),
        CellRecord(2, None, "added", "ran"),
    )
    words = Page(
        render(replace(made.make_record(), cells=cells, ignored=("The file `a.py` was left out.",)), lab)
    ).words
    assert "Does not run The cell of repaired_batchnorm Seen line 1 line 2" in words
    assert words.count("Does not run") == 1
    assert "What was left out The file a.py was left out." in words


def test_tests_that_show_one_mistake_are_told_together(made, lab):
    record = made.make_record({"identity_parameters": {0: Outcome.FAILED, 1: Outcome.FAILED}})
    first = replace(record.questions[2].tests[0], hint="")  # the second has none either
    record = replace(record, questions=(replace(record.questions[2], tests=(first, *record.questions[2].tests[1:])),))
    words = Page(render(record, lab)).words
    assert words.count("Looks like Code that takes the standard deviation without eps for gamma.") == 1
    assert "Not yet −6.25 points A correct answer makes batch normalisation return its input." in words
    assert "2 tests show this" in words
    assert "A correct answer gives gamma = sqrt(var + eps). −2.5 points gamma[0] is 0.9487, expected 1." in words


def test_lateness_and_penalty_are_said_and_taken_off(made, lab):
    words = Page(render(made.make_record(), lab, {}, penalty=2.5, late=timedelta(hours=19, minutes=1))).words
    assert "Handed in 20 hours after the deadline." in words
    assert "2.5 points are taken off for lateness." in words
    assert "77.5 of 100 points" in words
    assert "deadline" not in Page(render(made.make_record(), lab, {}, late=timedelta(hours=-3))).words


def test_what_to_do_next_is_the_first_thing_that_helps(made, lab):
    def kind(wrong=None, manual=None, **changes):
        record = made.make_record(wrong, **changes)
        return next_step(record, sheet(record, lab, manual)).kind

    read = {name: (points, points, "") for name, points in made.WRITTEN.items()}
    broken = (CellRecord(1, None, "added", "failed", ""),)
    failed = {"batchnorm_forward": {0: Outcome.BLOCKED}, "batchnorm_backward": {0: Outcome.FAILED}}
    assert kind({"batchnorm_forward": {0: Outcome.INFRASTRUCTURE}}, cells=broken) == "wait"
    assert kind(failed, cells=broken) == "cells"
    assert kind(failed) == "start"
    assert kind({"batchnorm_forward": {0: Outcome.BLOCKED}}) == "blocked"
    assert kind() == "read"
    assert kind(manual=read) == "done"


@pytest.mark.parametrize("kind", ["wait", "cells", "start", "blocked", "read", "done"])
def test_every_next_step_renders_whole(made, lab, kind):
    records = {
        "wait": made.make_record({"batchnorm_forward": {0: Outcome.INFRASTRUCTURE}}),
        "cells": made.make_record(cells=(CellRecord(1, None, "added", "failed", ""),)),
        "start": made.make_record({"batchnorm_backward": {0: Outcome.FAILED}}),
        "blocked": made.make_record({"batchnorm_backward": {0: Outcome.BLOCKED}}),
        "read": made.make_record(),
        "done": made.make_record(),
    }
    sentences = {
        "wait": "Nothing. The grading machine failed",
        "cells": "One cell of your notebook does not run",
        "start": "Start with batchnorm_backward. A correct answer gives the gradient of x",
        "blocked": "Nothing is known to be wrong, but batchnorm_backward could not be checked",
        "read": "Every test passes. The written questions are read by a human",
        "done": "Every test passes, and everything has been read.",
    }
    manual = {name: (points, points, "") for name, points in made.WRITTEN.items()} if kind == "done" else {}
    assert f"What to do next {sentences[kind]}" in Page(render(records[kind], lab, manual)).words


def test_without_a_hint_the_next_step_says_what_was_seen(made, lab):
    hinted = Page(render(made.make_record({"batchnorm_backward": {0: Outcome.FAILED}}), lab)).words
    bare = Page(render(made.make_record({"batchnorm_backward": {2: Outcome.FAILED}}), lab)).words
    assert "What was seen instead: dbeta is the mean over the batch, expected the sum." in bare
    assert "What was seen instead" not in hinted


def test_every_cell_that_does_not_run_can_be_found(made, lab):
    cells = (
        CellRecord(0, None, "added", "failed", "a"),
        CellRecord(2, "setup", "released", "ran"),
        CellRecord(4, None, "added", "failed", "b"),
        CellRecord(5, None, "added", "failed", "c"),
        CellRecord(8, "batchnorm_forward", "solution", "failed", "d"),
        CellRecord(9, None, "added", "failed", "e"),
    )
    words = Page(render(made.make_record(cells=cells), lab)).words
    assert "A cell of your own before the first cell of the lab Seen a" in words
    assert "Number 1 of your own cells after setup Seen b" in words
    assert "Number 2 of your own cells after setup Seen c" in words
    assert "The cell of batchnorm_forward Seen d" in words
    assert "Your own cell after batchnorm_forward Seen e" in words


def test_no_source_of_the_suite_reaches_the_page(made, lab):
    text = render(made.make_record({name: made.all_tests(name, Outcome.FAILED) for name in made.QUESTIONS}), lab)
    assert "a secret of the suite" not in text
    assert "def test_" not in text


def test_the_fragment_is_one_small_element_with_its_styles_inside(made):
    for question in made.typical().questions:
        text = fragment(question)
        assert text.startswith("<div style=")
        assert text.endswith("</div>")
        assert "class=" not in text
        assert len(text) < 4_000
        assert Page(text).tags[0] == "div"


def test_the_same_record_gives_the_same_page(made, lab):
    assert render(made.typical(), lab, {}, "Ada") == render(made.typical(), lab, {}, "Ada")
