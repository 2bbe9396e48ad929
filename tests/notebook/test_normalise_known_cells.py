"""Copies, names that were lost, and notebooks of another lab: which cell is the answer, if any."""

import copy

import pytest
from nbformat import v4

from autograder.errors import UserError
from autograder.labs import find_lab
from autograder.normalise import submission_from
from autograder.notebook import release_form

from .looking import cell_named, insert_after, name_of, position, ran, sources

# --- copies, names lost


def test_of_copies_the_first_counts(normalised, handed_in):
    copied = copy.deepcopy(cell_named(handed_in, "f"))
    copied.source = "def f(x):\n    return 'copy'"
    insert_after(handed_in, "test_f", copied)
    submission = normalised(handed_in)
    assert not any("copy" in source for source in sources(submission))
    assert submission.ignored == ("A copy of the cell f was left out: only its first occurrence counts.",)


def test_an_unchanged_stub_without_a_name_does_not_stand_for_the_named_answer(lab, normalised, handed_in):
    stub = v4.new_code_cell(cell_named(release_form(lab), "f").source)
    handed_in.cells.insert(0, stub)
    submission = normalised(handed_in)
    assert cell_named(submission.notebook, "f").source == "def f(x):\n    return x"
    assert submission.ignored == ()


def test_a_function_counts_when_its_cell_lost_its_name(normalised, handed_in):
    before = sources(normalised(handed_in))
    cell_named(handed_in, "f").metadata["nbgrader"]["grade_id"] = "f-copy"
    submission = normalised(handed_in)
    assert sources(submission) == before
    assert submission.ignored == ("The cell f was deleted or renamed: f of another cell counts instead.",)


def test_a_stub_that_was_put_back_does_not_undo_a_function_that_stands_before_it(normalised, handed_in):
    moved = handed_in.cells.pop(position(handed_in, "g"))
    del moved.metadata["nbgrader"]
    handed_in.cells.insert(0, moved)
    submission = normalised(handed_in)
    scope = {}
    for source in sources(submission):
        exec(source.replace("import labkit", ""), scope)
    assert scope["g"](1) == 2
    assert "The cell g was deleted or renamed: g, h of another cell counts instead." in submission.ignored


def test_a_deleted_answer_is_said_to_be_missing(normalised, handed_in):
    handed_in.cells = [c for c in handed_in.cells if name_of(c) not in ("f", "written_why")]
    submission = normalised(handed_in)
    assert submission.ignored == (
        "The cell f is missing: it was deleted or renamed.",
        "The written answer written_why is missing: its cell was deleted or renamed.",
    )
    assert cell_named(submission.notebook, "written_why").source == "YOUR ANSWER HERE"


def test_a_notebook_whose_metadata_was_stripped_still_counts(normalised, handed_in):
    before = ran(normalised(handed_in))
    for cell in handed_in.cells:
        cell.metadata = {}
    submission = normalised(handed_in)
    assert {source for _, _, source in before} - set(sources(submission)) == set()
    assert sources(submission).count("import labkit\nimport numpy as np") == 1
    assert any("written_why is missing" in note for note in submission.ignored)


def test_a_solution_turned_into_text_is_still_the_solution(normalised, handed_in):
    before = normalised(handed_in)
    for name, kind in (("f", "markdown"), ("g", "raw"), ("written_why", "code")):
        cell_named(handed_in, name).cell_type = kind
    assert normalised(handed_in) == before


@pytest.mark.parametrize(
    "forged", [["f"], {"f": 1}, 7, None, "", "f\0", "f\u202e", "../f", pytest.param("f" * 100_000, id="long")]
)
def test_forged_names_are_unknown_names(normalised, handed_in, forged):
    cell_named(handed_in, "f").metadata["nbgrader"]["grade_id"] = forged
    submission = normalised(handed_in)
    assert "def f(x):\n    return x" in sources(submission)
    assert submission.ignored == ("The cell f was deleted or renamed: f of another cell counts instead.",)


# --- another lab's notebook


def test_a_notebook_of_another_lab_is_refused_with_both_names(lab, normalised):
    other = find_lab("lab91_other", lab.notebook.parent.parent)
    with pytest.raises(UserError, match="notebook of lab91_other, not of lab90_mini"):
        normalised(release_form(other))


def test_a_notebook_of_no_lab_is_refused(normalised):
    nb = v4.new_notebook(cells=[v4.new_code_cell("print(1)"), v4.new_markdown_cell("hello")])
    with pytest.raises(UserError, match="not a notebook of lab90_mini"):
        normalised(nb)


def test_a_cell_of_ours_among_another_labs_does_not_make_it_ours(lab, normalised, handed_in):
    nb = release_form(find_lab("lab91_other", lab.notebook.parent.parent))
    nb.cells.append(cell_named(handed_in, "f"))
    with pytest.raises(UserError, match="notebook of lab91_other, not of lab90_mini"):
        normalised(nb)


def test_many_unknown_names_do_not_make_it_another_labs(normalised, handed_in):
    nb = v4.new_notebook(cells=[cell_named(handed_in, "setup")])
    nb.cells += [v4.new_code_cell(f"a{n} = 1", metadata={"nbgrader": {"grade_id": f"mine{n}"}}) for n in range(9)]
    assert sum(cell.origin != "released" for cell in normalised(nb).cells) == 9


def test_an_empty_notebook_is_refused(normalised):
    with pytest.raises(UserError, match="not a notebook of lab90_mini"):
        normalised(v4.new_notebook())


def test_the_refusal_names_the_file(lab, saved):
    path = saved({"nbformat": 4, "cells": []})
    with pytest.raises(UserError, match=r"any\.ipynb.*not a notebook of lab90_mini"):
        submission_from(path, lab)
