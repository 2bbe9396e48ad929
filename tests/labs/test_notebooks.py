"""Every lab's notebook: well formed, 100 points, in step with its solutions, and alive from top to bottom."""

import ast
import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.nbgraderformat import MetadataValidator

from autograder.handouts import hand_out
from autograder.labs import all_labs
from autograder.notebook import release_form, solve

LABS = all_labs()
STUB_BODY = ["### BEGIN SOLUTION", "raise NotImplementedError", "### END SOLUTION"]

pytestmark = pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.name)


def meta(cell):
    return cell.metadata.get("nbgrader", {})


def code_cells(nb):
    return [cell for cell in nb.cells if cell.cell_type == "code"]


def solution_cells(nb):
    return [cell for cell in code_cells(nb) if meta(cell).get("solution")]


def is_figure(cell):
    return "figure" in cell.metadata.get("tags", [])


def definitions(source):
    """Every function, class and method of a text: {dotted name: (parameters with defaults, docstring)}."""
    found = {}

    def visit(body, prefix):
        for node in body:
            if isinstance(node, ast.ClassDef):
                found[prefix + node.name] = (None, ast.get_docstring(node, clean=False))
                visit(node.body, f"{prefix}{node.name}.")
            elif isinstance(node, ast.FunctionDef):
                for argument in node.args.args + node.args.kwonlyargs:
                    argument.annotation = None
                found[prefix + node.name] = (ast.unparse(node.args), ast.get_docstring(node, clean=False))

    visit(ast.parse(source).body, "")
    return found


def run(nb, folder, lab):
    """The notebook after a run with labkit and its data beside it, as students have it; errors stay in the outputs."""
    hand_out(lab, folder)
    resources = {"metadata": {"path": str(folder)}}
    return NotebookClient(nb, timeout=60, allow_errors=True, kernel_name="python3", resources=resources).execute()


def errors(cell):
    return [output for output in cell.get("outputs", []) if output.output_type == "error"]


def has_picture(cell):
    return any("image/png" in output.get("data", {}) for output in cell.outputs)


def test_notebook_is_valid_for_jupyter_and_nbgrader(lab):
    nb = lab.master()
    nbformat.validate(nb)
    MetadataValidator().validate_nb(nb)
    names = [meta(cell)["grade_id"] for cell in nb.cells if meta(cell)]
    assert len(names) == len(set(names))


def test_master_has_no_outputs_and_no_attachments(lab):
    for cell in lab.master().cells:
        assert not cell.get("outputs")
        assert not cell.get("execution_count")
        assert not cell.get("attachments")


def test_points_add_up_to_100_with_one_or_two_written_questions(lab):
    assert sum(question.points for question in lab.questions) == 100
    assert 1 <= sum(question.written for question in lab.questions) <= 2


def test_every_autograded_question_has_its_solution_cell_right_above_its_locked_check(lab):
    nb = lab.master()
    graded = [i for i, cell in enumerate(nb.cells) if meta(cell).get("grade") and cell.cell_type == "code"]
    assert graded
    for i in graded:
        above, check = meta(nb.cells[i - 1]), meta(nb.cells[i])
        assert check["grade_id"] == f"test_{above['grade_id']}"
        assert above["solution"]
        assert not above["locked"]
        assert check["locked"]
        assert not check["solution"]


def test_stubs_hold_no_answer(lab):
    for cell in solution_cells(lab.master()):
        lines = [line.strip() for line in cell.source.split("\n")]
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.FunctionDef):
                assert len(node.body) == 2, f"{node.name}: a docstring and a raise"
                assert lines[node.body[1].lineno - 2 : node.body[1].lineno + 1] == STUB_BODY


def test_stubs_have_the_signatures_and_docstrings_of_the_solutions(lab):
    solved = definitions(lab.solution.read_text())
    for cell in solution_cells(lab.master()):
        for name, stub in definitions(cell.source).items():
            assert stub == solved[name], name


def test_written_questions_have_a_mark_scheme_that_is_not_released(lab):
    written = {question.grade_id for question in lab.questions if question.written}
    released = {meta(cell).get("grade_id"): cell.source for cell in release_form(lab).cells}
    for cell in lab.master().cells:
        if meta(cell).get("grade_id") in written:
            assert "=== BEGIN MARK SCHEME ===" in cell.source
            assert "=== END MARK SCHEME ===" in cell.source
            assert "MARK SCHEME" not in released[meta(cell)["grade_id"]]


def test_written_questions_have_model_answers_beside_the_solutions(lab):
    headings = [line for line in lab.solution.with_suffix(".md").read_text().split("\n") if line.startswith("## ")]
    assert headings == [f"## {question.grade_id}" for question in lab.questions if question.written]


def test_figure_cells_are_read_only_and_not_graded(lab):
    figures = [cell for cell in lab.master().cells if is_figure(cell)]
    assert figures
    for cell in figures:
        assert meta(cell)["locked"]
        assert not meta(cell)["grade"]
        assert not meta(cell)["solution"]


def test_solved_notebook_runs_passes_its_checks_and_draws_every_figure(lab, tmp_path):
    for cell in code_cells(run(solve(lab), tmp_path, lab)):
        assert not errors(cell), f"{cell.id}: {errors(cell)[0].evalue}"
        assert has_picture(cell) or not is_figure(cell), f"{cell.id} draws nothing"


def test_released_notebook_says_what_is_not_implemented_and_nothing_else_fails(lab, tmp_path):
    for cell in code_cells(run(release_form(lab), tmp_path, lab)):
        if meta(cell).get("grade"):
            assert errors(cell)[0].evalue.endswith("is not implemented yet")
        else:
            assert not errors(cell), f"{cell.id}: {errors(cell)[0].evalue}"


def headings(nb):
    """The lines that are headings, with the cell each stands in."""
    return [
        (line.lstrip("# "), place)
        for place, cell in enumerate(nb.cells)
        if cell.cell_type == "markdown" and not meta(cell)
        for line in cell.source.split("\n")
        if line.startswith("#")
    ]


def rows_of_the_table(nb):
    """The table of functions: question, in, out, points, core or stretch; without rows that go on with a question."""
    table = [line.strip("| ").split(" | ") for line in nb.cells[1].source.split("\n") if line.startswith("| ")]
    assert table[0][:4] == ["question", "in", "out", "points"]
    return [row for row in table[1:] if row[0] and "](#" in row[0]]


def test_the_first_cell_says_how_long_it_takes(lab):
    assert re.search(r"\*\*Time:\*\*.*(hour|week)", lab.master().cells[0].source)


def test_every_question_has_its_points_in_the_heading_above_it(lab):
    nb = lab.master()
    for question in lab.questions:
        place = next(n for n, cell in enumerate(nb.cells) if meta(cell).get("grade_id") == question.grade_id)
        above = [line for line, at in headings(nb) if at < place]
        assert re.search(rf"\((.*, )?{question.points:g} points(, stretch)?\)", above[-1]), question.name


def test_the_table_leads_to_every_question_and_says_its_points_and_whether_it_is_core(lab):
    nb = lab.master()
    # JupyterLab and Notebook make a heading's anchor of its text, a hyphen for each blank.
    anchors = {line.replace("`", "").replace(" ", "-"): place for line, place in headings(nb)}
    found = {}
    for first, *_, points, kind in rows_of_the_table(nb):
        place = anchors[re.search(r"\]\(#(.*)\)", first)[1]]
        below = next(meta(cell)["grade_id"] for cell in nb.cells[place:] if meta(cell).get("grade"))
        found[below] = float(points)
        assert re.fullmatch(r"(core|stretch)(, week \d)?", kind.strip("| "))
    assert found == {question.grade_id: question.points for question in lab.questions}


def test_the_last_cell_says_how_to_check_the_whole_notebook(lab):
    assert "labkit.check_notebook()" in lab.master().cells[-1].source


def test_it_opens_without_extensions_or_widgets(lab):
    nb = lab.master()
    assert (nb.nbformat, nb.nbformat_minor) == (4, 5)  # with ids, which VS Code keeps and Jupyter needs
    assert nb.metadata.kernelspec.name == "python3"
    assert nb.metadata.language_info.name == "python"
    for cell in code_cells(nb):
        assert not re.search(r"^\s*[%!]|ipywidgets|get_ipython", cell.source, re.MULTILINE), cell.id
    assert not any(re.search(r"!\[.*\]\(|<img|<script|<iframe", cell.source) for cell in nb.cells), (
        "all figures are drawn"
    )
