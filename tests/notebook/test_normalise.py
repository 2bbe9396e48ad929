"""What of a submission counts: sources, by grade_id, in a clean copy of the released notebook."""

import copy
import json
import random

import nbformat
import pytest
from nbformat import v4

from autograder import normalise as module
from autograder.errors import UserError
from autograder.labs import find_lab
from autograder.normalise import normalise, submission_from
from autograder.notebook import release_form, solve


def name_of(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def position(nb, name):
    return [name_of(cell) for cell in nb.cells].index(name)


def cell_named(nb, name):
    return nb.cells[position(nb, name)]


def insert_after(nb, name, *cells):
    at = position(nb, name) + 1
    nb.cells[at:at] = cells


def ran(submission):
    return [(cell.grade_id, cell.origin, cell.source) for cell in submission.cells]


def sources(submission):
    return [cell.source for cell in submission.cells]


# --- what stands as it was released


def test_the_released_notebook_comes_back_as_it_is(lab, normalised):
    submission = normalised(release_form(lab))
    assert submission.notebook == release_form(lab)
    assert submission.ignored == ()
    assert {cell.origin for cell in submission.cells} == {"released", "solution"}


def test_tests_and_figures_are_not_run(normalised, handed_in):
    assert [cell.grade_id for cell in normalised(handed_in).cells] == ["setup", None, "f", "g", "drawn"]


def test_the_index_of_a_cell_is_its_place_in_the_clean_notebook(normalised, handed_in):
    submission = normalised(handed_in)
    assert [submission.notebook.cells[cell.index].source for cell in submission.cells] == sources(submission)


def test_a_changed_read_only_cell_is_restored_and_said_so(normalised, handed_in):
    for name in ("setup", "test_f", "figure_f"):
        cell_named(handed_in, name).source = "cheat()"
    submission = normalised(handed_in)
    assert not any("cheat" in cell.source for cell in submission.notebook.cells)
    assert not any("cheat" in source for source in sources(submission))
    assert [note.split(" is ")[0] for note in submission.ignored] == [
        "The cell setup",
        "The cell test_f",
        "The cell figure_f",
    ]


def test_missing_read_only_cells_are_put_back(normalised, handed_in):
    before = normalised(handed_in)
    handed_in.cells = [c for c in handed_in.cells if name_of(c) not in ("setup", "test_f", "figure_f")]
    submission = normalised(handed_in)
    assert ran(submission) == ran(before)
    assert sorted(cell.source for cell in submission.notebook.cells) == sorted(
        cell.source for cell in before.notebook.cells
    )
    assert len(submission.ignored) == 3


def test_white_space_at_the_end_of_a_read_only_cell_is_no_change(normalised, handed_in):
    cell_named(handed_in, "setup").source += "\n\n"
    assert normalised(handed_in).ignored == ()


def test_the_clean_notebook_is_valid_and_nbgrader_finds_its_metadata_intact(lab, normalised, handed_in):
    from nbgrader.nbgraderformat import MetadataValidator

    insert_after(handed_in, "f", v4.new_code_cell("a = 1"), v4.new_markdown_cell("note"), v4.new_raw_cell("raw"))
    submission = normalised(handed_in)
    nbformat.validate(submission.notebook)
    MetadataValidator().validate_nb(submission.notebook)


# --- what decides nothing


def test_metadata_ids_and_outputs_decide_nothing(normalised, handed_in):
    clean = normalised(handed_in)
    for number, cell in enumerate(handed_in.cells):
        cell.id = f"x{number}"
        cell.metadata["forged"] = {"score": 100}
        if "nbgrader" in cell.metadata:
            old = {"grade_id": name_of(cell), "schema_version": 1, "points": 400, "grade": "no", "checksum": "0" * 32}
            cell.metadata["nbgrader"] = old
        if cell.cell_type == "code":
            cell.execution_count = number
            result = v4.new_output("execute_result", {"text/plain": "4.0"}, execution_count=1)
            cell.outputs = [] if name_of(cell) == "drawn" else [result]
    handed_in.metadata = {"kernelspec": {"name": "evil"}, "widgets": {}}
    assert normalised(handed_in) == clean


def test_missing_metadata_and_ids_decide_nothing_of_the_free_cells(normalised, handed_in):
    clean = normalised(handed_in)
    for cell in handed_in.cells:
        del cell["id"]
        if "nbgrader" not in cell.metadata:
            del cell["metadata"]
    assert normalised(handed_in) == clean


def test_the_hash_is_of_the_sources(normalised, handed_in):
    first = normalised(handed_in).sha256
    assert normalised(copy.deepcopy(handed_in)).sha256 == first
    for name in ("f", "written_why", "drawn"):
        changed = copy.deepcopy(handed_in)
        cell_named(changed, name).source += " "
        assert normalised(changed).sha256 != first


def test_the_same_hash_means_the_same_notes(normalised, handed_in):
    copied = copy.deepcopy(handed_in)
    insert_after(copied, "f", copy.deepcopy(cell_named(copied, "f")))
    assert normalised(copied).cells == normalised(handed_in).cells
    assert normalised(copied).sha256 != normalised(handed_in).sha256


def test_the_hash_depends_on_what_is_run(lab, normalised, handed_in):
    first = normalised(handed_in).sha256
    nb = lab.master()
    del cell_named(nb, "figure_f").metadata["tags"]
    nbformat.write(nb, lab.notebook)
    assert normalised(handed_in).sha256 != first


def test_known_cells_are_laid_in_the_released_order(normalised, handed_in):
    clean = normalised(handed_in)
    tagged = [position(handed_in, name) for name in ("f", "test_f", "figure_f")]
    moved = [handed_in.cells[at] for at in tagged]
    handed_in.cells = [c for c in handed_in.cells if c not in moved] + moved[::-1]
    assert [c for c in ran(normalised(handed_in)) if c[0]] == [c for c in ran(clean) if c[0]]


def test_the_submitted_notebook_is_left_as_it_is(normalised, handed_in):
    before = copy.deepcopy(handed_in)
    normalised(handed_in)
    assert handed_in == before


# --- cells of the student's own


def test_added_code_runs_in_its_place(normalised, handed_in):
    insert_after(handed_in, "f", v4.new_code_cell("after_f = 1"))
    handed_in.cells.insert(0, v4.new_code_cell("first = 1"))
    handed_in.cells.append(v4.new_code_cell("last = 1"))
    submission = normalised(handed_in)
    assert [cell.source.split(" ")[0] for cell in submission.cells if cell.origin == "added"] == [
        "first",
        "after_f",
        "last",
    ]
    assert [cell.grade_id for cell in submission.cells] == [None, "setup", None, "f", None, "g", "drawn", None]
    assert submission.ignored == ()


def test_an_edited_helpers_cell_runs_instead_of_the_released_one(normalised, handed_in):
    handed_in.cells[position(handed_in, "setup") + 2].source = "def helper():\n    return 1"
    submission = normalised(handed_in)
    assert ran(submission)[1] == (None, "solution", "def helper():\n    return 1")
    assert not any("Your own helper" in cell.source for cell in submission.notebook.cells)


def test_a_deleted_helpers_cell_stays_deleted(normalised, handed_in):
    del handed_in.cells[position(handed_in, "setup") + 2]
    assert [cell.grade_id for cell in normalised(handed_in).cells] == ["setup", "f", "g", "drawn"]


def test_a_second_helpers_cell_is_an_added_one(normalised, handed_in):
    at = position(handed_in, "setup") + 2
    handed_in.cells[at].source = "a = 1"
    handed_in.cells.insert(at + 1, v4.new_code_cell("b = 1"))
    assert [cell[1:] for cell in ran(normalised(handed_in))[1:3]] == [("solution", "a = 1"), ("added", "b = 1")]


def test_empty_cells_are_not_run(normalised, handed_in):
    clean = normalised(handed_in)
    insert_after(handed_in, "f", v4.new_code_cell(" \n"), v4.new_markdown_cell(""))
    assert normalised(handed_in).cells == clean.cells


def test_added_cells_stand_after_the_read_only_cells_that_were_deleted(normalised, handed_in):
    del handed_in.cells[position(handed_in, "setup")]
    handed_in.cells.insert(0, v4.new_code_cell("zero = np.zeros(1)"))
    assert sources(normalised(handed_in))[:2] == ["import labkit\nimport numpy as np", "zero = np.zeros(1)"]


def test_added_text_is_kept_for_the_human(normalised, handed_in):
    insert_after(handed_in, "f", v4.new_markdown_cell("My thoughts."), v4.new_raw_cell("Raw thoughts."))
    nb = normalised(handed_in).notebook
    at = position(nb, "f")
    assert [cell.source for cell in nb.cells[at + 1 : at + 3]] == ["My thoughts.", "Raw thoughts."]
    assert {cell.cell_type for cell in nb.cells} == {"code", "markdown"}


def test_a_released_text_that_was_edited_stands_once(normalised, handed_in):
    handed_in.cells[0].source = "# Mini, by me"
    nb = normalised(handed_in).notebook
    assert [cell.source for cell in nb.cells if "Mini" in cell.source] == ["# Mini, by me"]


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


# --- written and hand-graded answers


def test_written_answers_are_the_students_text(normalised, handed_in):
    assert cell_named(normalised(handed_in).notebook, "written_why").source == "Because of the batch."


def test_an_unanswered_question_has_nbgraders_checksum_and_an_answered_one_has_not(lab, normalised, handed_in):
    from nbgrader.utils import compute_checksum

    for nb, unanswered in ((release_form(lab), True), (handed_in, False)):
        cell = cell_named(normalised(nb).notebook, "written_why")
        assert (compute_checksum(cell) == cell.metadata.nbgrader.checksum) is unanswered


PNG = "iVBORw0KGgo" + "A" * 100


def test_outputs_of_hand_graded_code_stay_as_text_and_png(normalised, handed_in):
    html = v4.new_output("display_data", {"text/html": "<script>", "text/plain": "fig", "image/png": PNG})
    result = v4.new_output("execute_result", {"text/plain": "3.0"})
    cell_named(handed_in, "drawn").outputs = [html, result, v4.new_output("stream", name="stdout", text="x" * 10**6)]
    cell_named(handed_in, "f").outputs = [html]
    nb = normalised(handed_in).notebook
    kept = cell_named(nb, "drawn").outputs
    assert [output.output_type for output in kept] == ["display_data", "display_data", "stream"]
    assert set(kept[0].data) == {"text/plain", "image/png"}
    assert len(kept[2].text) == 20_000
    assert cell_named(nb, "drawn").metadata.gradlab == {"outputs": "as submitted"}
    assert cell_named(nb, "f").outputs == []
    nbformat.validate(nb)


def test_the_outputs_of_a_cell_are_bounded_in_number(normalised, handed_in):
    cell_named(handed_in, "drawn").outputs = [v4.new_output("stream", text="x")] * 10_000
    assert len(cell_named(normalised(handed_in).notebook, "drawn").outputs) == 100


@pytest.mark.parametrize("data", ["<svg onload=alert(1)>", PNG + "<", "iVBORw0KGgo" + "A" * 4_000_000, "R0lGODlh"])
def test_what_is_no_png_of_bounded_size_is_dropped(normalised, handed_in, data):
    cell_named(handed_in, "drawn").outputs = [v4.new_output("display_data", {"image/png": data})]
    assert cell_named(normalised(handed_in).notebook, "drawn").outputs == []


def test_pictures_pasted_into_a_written_answer_stay_and_nothing_else(normalised, handed_in):
    cell_named(handed_in, "written_why")["attachments"] = {
        "a.png": {"image/png": PNG},
        "b.svg": {"image/svg+xml": "<svg/>"},
        "c.png": {"image/png": "<script>"},
        "d\x1b.png": {"image/png": PNG},
    }
    assert cell_named(normalised(handed_in).notebook, "written_why").attachments == {"a.png": {"image/png": PNG}}


def test_all_pictures_together_are_bounded(normalised, handed_in):
    big = {"image/png": PNG + "A" * 2_900_000}
    insert_after(handed_in, "f", *[v4.new_markdown_cell(f"{n}", attachments={"a": big}) for n in range(20)])
    nb = normalised(handed_in).notebook
    assert sum(len(cell.get("attachments", {})) for cell in nb.cells) == 5


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
