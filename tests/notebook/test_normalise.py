"""What of a submission counts: sources, by grade_id, in a clean copy of the released notebook."""

import copy

import nbformat
from nbformat import v4

from autograder.notebook import release_form

from .looking import cell_named, insert_after, name_of, position, ran, sources

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
