"""Magics, too much of everything, and cells shuffled at random: the rest still runs, and nothing breaks."""

import copy
import json
import random

import nbformat
import pytest
from nbformat import v4

from autograder import normalise as module
from autograder.errors import UserError
from autograder.labs import find_lab
from autograder.normalise import normalise
from autograder.notebook import release_form, solve

from .looking import cell_named, insert_after, name_of, sources

# --- magics


def test_magics_do_not_run_and_the_rest_does(normalised, handed_in):
    cell_named(handed_in, "f").source = "%matplotlib inline\n!pip install torch\ndef f(x):\n    return x"
    submission = normalised(handed_in)
    assert "pass  # %matplotlib inline\npass  # !pip install torch\ndef f(x):\n    return x" in sources(submission)
    assert submission.ignored == ("The cell f holds commands for Jupyter or the shell: those lines were not run.",)
    assert cell_named(submission.notebook, "f").source.startswith("%matplotlib")


def test_a_cell_in_another_language_is_not_run(normalised, handed_in):
    insert_after(handed_in, "f", v4.new_code_cell("%%bash\nrm -rf /"))
    submission = normalised(handed_in)
    assert "# %%bash\n# rm -rf /" in sources(submission)
    assert [note.split(" begins ")[1] for note in submission.ignored] == [
        "with %%bash, which is not Python: it was not run."
    ]


def test_a_cell_that_does_not_parse_is_handed_on_as_it_is(normalised, handed_in):
    cell_named(handed_in, "f").source = "def f(x:\n    return x"
    submission = normalised(handed_in)
    assert "def f(x:\n    return x" in sources(submission)
    assert submission.ignored == ()


# --- too much of everything


def test_a_source_that_is_too_long_is_left_out_and_the_rest_runs(normalised, handed_in):
    cell_named(handed_in, "f").source = "x" * (module.MAX_SOURCE + 1)
    submission = normalised(handed_in)
    assert submission.ignored == ("The cell f was cut off: it has 200,001 characters, at most 200,000 are read.",)
    assert [cell.grade_id for cell in submission.cells] == ["setup", None, "g", "drawn"]


def test_a_written_answer_that_is_too_long_is_cut_off(normalised, handed_in):
    cell_named(handed_in, "written_why").source = "x" * 10**6
    nb = normalised(handed_in).notebook
    assert len(cell_named(nb, "written_why").source) == module.MAX_SOURCE


def test_only_so_many_added_cells_run(normalised, handed_in):
    insert_after(handed_in, "f", *[v4.new_code_cell(f"a{n} = 1") for n in range(module.MAX_ADDED + 100)])
    submission = normalised(handed_in)
    assert sum(cell.origin == "added" for cell in submission.cells) == module.MAX_ADDED
    assert [cell.grade_id for cell in submission.cells][-2:] == ["g", "drawn"]
    assert submission.ignored == ("Only the first 500 of the 600 code cells that you added were run.",)


def test_all_code_together_is_bounded(normalised, handed_in):
    insert_after(handed_in, "test_f", *[v4.new_code_cell(f"# {n}" + "x" * 150_000) for n in range(20)])
    submission = normalised(handed_in)
    assert sum(len(cell.source) for cell in submission.cells) <= module.MAX_TOTAL
    assert any("was not run" in note for note in submission.ignored)
    assert submission.cells[-1].grade_id == "drawn"


def test_notes_are_bounded(normalised, handed_in):
    insert_after(handed_in, "f", *[v4.new_code_cell(f"!ls {n}") for n in range(400)])
    submission = normalised(handed_in)
    assert len(submission.ignored) == module.MAX_NOTES + 1
    assert submission.ignored[-1] == "350 more remarks are not shown."


def test_a_hundred_thousand_cells_are_refused(normalised, handed_in):
    handed_in.cells += [v4.new_code_cell("")] * 100_000
    with pytest.raises(UserError, match=r"the notebook has 100,0\d\d cells"):
        normalised(handed_in)


def test_ten_thousand_copies_cost_one_note(normalised, handed_in):
    handed_in.cells += [copy.deepcopy(cell_named(handed_in, "f")) for _ in range(4000)]
    assert len(normalised(handed_in).ignored) == 1


# --- shuffled, copied, stripped at random: never an exception but UserError, never a restored cell lost


@pytest.mark.parametrize("seed", range(40))
def test_no_rearrangement_breaks_it_or_loses_a_graded_cell(lab, normalised, handed_in, seed):
    draw = random.Random(seed)
    for _ in range(draw.randint(1, 15)):
        cells = handed_in.cells
        at = draw.randrange(len(cells)) if cells else 0
        match draw.choice(["drop", "copy", "move", "strip", "retype", "rename", "add"]):
            case "drop" if cells:
                del cells[at]
            case "copy" if cells:
                cells.insert(draw.randrange(len(cells)), copy.deepcopy(cells[at]))
            case "move" if cells:
                cells.insert(draw.randrange(len(cells)), cells.pop(at))
            case "strip" if cells:
                cells[at].metadata = {}
            case "retype" if cells:
                cells[at].cell_type = draw.choice(["code", "markdown", "raw"])
            case "rename" if cells and "nbgrader" in cells[at].metadata:
                cells[at].metadata["nbgrader"]["grade_id"] = draw.choice(["f", "test_g", "unknown"])
            case "add":
                cells.insert(at, v4.new_code_cell(draw.choice(["a = 1", "!ls", "def f(x): return 7", "("])))
    submission = normalised(handed_in)
    nbformat.validate(submission.notebook)
    names = [name_of(cell) for cell in submission.notebook.cells if name_of(cell)]
    assert names == [name_of(cell) for cell in release_form(lab).cells if name_of(cell)]
    for released in release_form(lab).cells:
        if name_of(released) and not released.metadata.nbgrader.solution:
            assert cell_named(submission.notebook, name_of(released)).source == released.source
    json.dumps(submission.ignored)


# --- the labs of the kit


def test_lab02_released_and_solved_give_no_added_cells_and_no_remarks():
    lab = find_lab("lab02_batchnorm")
    for nb in (release_form(lab), solve(lab)):
        submission = normalise(nb, lab)
        assert submission.ignored == ()
        assert {cell.origin for cell in submission.cells} == {"released", "solution"}
    assert normalise(release_form(lab), lab).notebook == release_form(lab)
