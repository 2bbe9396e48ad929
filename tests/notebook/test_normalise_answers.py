"""Written and hand-graded answers: what the human who grades gets to see."""

import nbformat
import pytest
from nbformat import v4

from autograder.notebook import release_form

from .looking import cell_named, insert_after

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
