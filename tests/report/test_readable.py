"""Feedback can be read: enough contrast in light, dark and print, headings in order, everything reached by keyboard."""

import re
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.diagnosis.parts import Part
from autograder.diagnosis.picture import picture
from autograder.report.feedback import render
from autograder.report.pages import TEMPLATES

TEXT, GRAPHICS = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
STYLE = (TEMPLATES / "style.css.j2").read_text(encoding="utf-8")


def schemes():
    """Colours by name in light, dark and print."""
    blocks = [dict(re.findall(r"--(\w+): (#\w+)", block)) for block in re.findall(r":root \{([^}]*)\}", STYLE)]
    assert len(blocks) == 3
    return dict(zip(("light", "dark", "print"), blocks, strict=True))


def contrast(one, other):
    """(L1 + 0.05) / (L2 + 0.05) with relative luminances, WCAG 2.2."""

    def luminance(colour):
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_what_the_standard_says():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_stands_out_from_what_is_behind_it(scheme):
    colours = schemes()[scheme]
    for ground in ("paper", "panel"):
        for name in ("ink", "soft", "accent", "good", "part", "bad", "wait"):
            assert contrast(colours[name], colours[ground]) >= TEXT, (name, ground)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_what_differs_in_a_picture_stands_out_from_what_does_not(scheme):
    colours = schemes()[scheme]
    assert contrast(colours["bad"], colours["rest"]) >= GRAPHICS
    assert contrast(colours["bad"], colours["paper"]) >= GRAPHICS


def whole_page(made, lab):
    """A page with a picture, a table and a snippet."""
    want = np.arange(24.0).reshape(2, 3, 2, 2)
    drawn = picture(Part("0", 0, "dx", "f", want + (want > 20), want))
    record = made.typical()
    questions = tuple(
        replace(question, tests=tuple(replace(test, picture=drawn) for test in question.tests))
        for question in record.questions
    )
    record = replace(record, questions=questions)
    examples = {
        f"{question.grade_id}::{test.name}": SimpleNamespace(snippet="assert 1 == 2")
        for question in record.questions
        for test in question.tests
    }
    return render(record, lab, {}, "Ada", shows="counterexample", counterexamples=examples)


def test_headings_are_in_order_and_none_is_skipped(made, lab):
    levels = [int(level) for level in re.findall(r"<h([1-6])", whole_page(made, lab))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert {2, 3, 4} <= set(levels)
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_what_scrolls_can_be_reached_by_keyboard_and_has_a_name(made, lab):
    text = whole_page(made, lab)
    scrolling = re.findall(r'<(?:pre|div class="rows")[^>]*>', text)
    assert scrolling
    for tag in scrolling:
        assert 'tabindex="0"' in tag, tag
        assert "aria-label" in tag, tag
    for picture_tag in re.findall(r"<svg[^>]*>", text):
        assert 'aria-hidden="true"' in picture_tag, "the caption says the same"
