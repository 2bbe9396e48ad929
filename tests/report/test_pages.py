import re

import pytest

from autograder.report.pages import TEMPLATES, claim, clip, countable, environment, number, percent, printable, prose


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (10.0, "10"), (12.5, "12.5"), (3.333, "3.33"), (-0.001, "0"), (100, "100")]
)
def test_numbers_have_no_idle_zeros(value, text):
    assert number(value) == text


def test_a_hundred_per_cent_means_all_and_nought_means_none():
    assert [percent(part, 1000) for part in (0, 1, 500, 999, 1000)] == ["0", "1", "50", "99", "100"]
    assert percent(1, 0) == "0"


def test_only_exactly_one_point_is_singular():
    assert [countable(points) for points in (0, 0.5, 1, 1.25, 2, 7.1)] == [0, 2, 1, 2, 2, 8]


def test_clip_marks_what_it_cut():
    assert clip("abc", 3) == "abc"
    assert clip("abcd", 3) == "ab…"


def test_claims_become_one_line_without_a_full_stop():
    assert claim("gives\n    every column mean beta. ") == "gives every column mean beta"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a `b` c", "a <code>b</code> c"),
        ("`<b>` & `x`", "<code>&lt;b&gt;</code> &amp; <code>x</code>"),
        ("one ` tick", "one ` tick"),
        ("`a` and ` tick", "<code>a</code> and ` tick"),
        ("<i>", "&lt;i&gt;"),
    ],
)
def test_backticks_become_code_and_everything_is_escaped(text, html):
    assert prose(text) == html


def test_text_keeps_its_lines_and_loses_its_controls():
    assert printable("a\tb\r\nc\x07\u202e") == "a\tb\nc\ufffd\ufffd"


def test_escaping_is_on_for_every_template():
    assert environment().autoescape is True
    assert environment().from_string("{{ x }}").render(x="<") == "&lt;"


def test_no_template_switches_escaping_off_or_names_an_address():
    for template in TEMPLATES.iterdir():
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape|Markup|https?://", text), template.name


def test_a_catalogue_can_replace_every_sentence_of_a_page(made, lab, monkeypatch):
    # The null translations swapped for ones that blank everything: whatever English is left was never translatable.
    from autograder.report.feedback import render

    english = re.compile(r"\b(the|is|are|not|points?|your|of)\b", re.I)
    env = environment.__wrapped__()  # one of its own: an overlay shares the translations with all later tests
    env.install_gettext_callables(lambda s: "§", lambda s, p, n: "§", newstyle=True)
    monkeypatch.setattr("autograder.report.pages.environment", lambda: env)
    text = render(made.make_record(), lab, {}, "Ada")
    body = re.sub(r"<style>.*?</style>", "", text, flags=re.S)
    words = re.sub(r"<[^>]*>", " ", body)
    assert not english.findall(words), sorted(set(english.findall(words)))
