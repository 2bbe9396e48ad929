import re

import numpy as np
import pytest

from autograder.diagnosis.parts import Part
from autograder.diagnosis.picture import LARGEST, picture
from autograder.records import Picture, from_json
from autograder.report import pictures


def part(got, want):
    return Part("0", 0, "dx", "f", got, want)


def wrong_at(shape, *places):
    want = np.arange(np.prod(shape), dtype=float).reshape(shape) + 1
    got = want.copy()
    for place in places:
        got[place] += 100
    return picture(part(got, want))


def boxes(svg, kind):
    """The rectangles of one class, as (x, y, width, height) in elements."""
    (path,) = re.findall(rf'<path class="{kind}" d="([^"]*)"', svg)
    numbers = re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)h-(\d+)z", path)
    return [tuple(int(n) for n in found[:4]) for found in numbers]


def test_an_error_map_shows_every_wrong_element_in_its_plane_and_no_other():
    made = wrong_at((2, 3, 4, 5), (0, 0, 0, 1), (0, 0, 0, 2), (1, 2, 3, 4))
    svg = str(pictures.error_map(made))
    cell, gap = pictures.CELL, pictures.GAP
    assert boxes(svg, "wrong") == [
        (cell, 0, 2 * cell, cell),
        (2 * (5 * cell + gap) + 4 * cell, (4 * cell + gap) + 3 * cell, cell, cell),
    ]
    assert len(boxes(svg, "right")) == 6
    assert pictures.wrong_count(made) == (3, 120)


def test_the_words_beside_a_map_name_the_axes_along_which_something_is_right():
    made = wrong_at((2, 3, 4, 5), (0, 1, 0, 0), (1, 1, 0, 0))
    assert pictures.wrong_indices(made) == [("C", "1"), ("H", "0"), ("W", "0")]


def test_the_shades_show_the_plane_with_most_wrong_elements():
    made = wrong_at((2, 2, 3, 3), (0, 0, 0, 0), (1, 0, 1, 1), (1, 0, 2, 2))
    assert made.plane == (1, 0)
    assert len(made.got) == len(made.expected) == 9
    assert made.got != made.expected
    assert (made.expected[0], made.expected[-1]) == ("0", "8")


def test_values_that_are_no_numbers_have_a_shade_of_their_own():
    want = np.arange(6.0).reshape(2, 3)
    got = want.copy()
    got[0, 1] = np.nan
    assert picture(part(got, want)).got[1] == "x"


def test_where_nearly_all_is_wrong_values_are_drawn_by_frequency():
    want = np.linspace(-1, 1, 60).reshape(6, 10)
    made = picture(part(want * 3 + 1, want))
    assert [sum(row) for row in made.histogram] == [60, 60]
    assert "line" in pictures.histogram(made)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (np.ones((2, 3)), np.ones((3, 2))),
        (None, np.ones(3)),
        (np.ones(3), np.ones(3)),
        (np.zeros(LARGEST + 1), np.ones(LARGEST + 1)),
        (np.zeros((1, 1, 1, 1, 2)), np.ones((1, 1, 1, 1, 2))),
    ],
)
def test_what_cannot_be_drawn_is_not(got, want):
    assert picture(part(got, want)) is None


def test_a_picture_comes_back_from_its_record(made):
    from dataclasses import replace

    record = made.typical()
    first = record.questions[0]
    drawn = wrong_at((2, 3, 4, 5), (0, 0, 0, 1))
    tests = (replace(first.tests[0], picture=drawn), *first.tests[1:])
    record = replace(record, questions=(replace(first, tests=tests), *record.questions[1:]))
    assert from_json(record.to_json()) == record
    assert isinstance(from_json(record.to_json()).questions[0].tests[0].picture, Picture)
