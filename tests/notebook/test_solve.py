"""What students start from is what nbgrader would release; a solved notebook holds the sources' own text."""

import ast

import pytest
from nbformat import v4, write

from autograder.errors import UserError
from autograder.labs import Lab, find_lab
from autograder.notebook import mark, release_form, solve

REFERENCE = '''"""A module."""

import numpy as np
from functools import lru_cache

__all__ = ["f"]
SCALE = 2  # kept


def f(x):
    return x  # first


def helper(x):
    return SCALE * x


def g(x):
    """Docstring."""
    # a comment

    # another
    return helper(x)
    # the last comment


@lru_cache
def h(x):
    return 3 * x


if __name__ == "__main__":
    print(f(1))
'''


def nbgrader_release(nb, lab):
    from nbgrader.preprocessors import (
        ClearHiddenTests,
        ClearMarkScheme,
        ClearOutput,
        ClearSolutions,
        ComputeChecksums,
        LockCells,
    )

    resources = {}
    for step in (LockCells, ClearSolutions, ClearOutput, ComputeChecksums, ClearHiddenTests, ClearMarkScheme):
        nb, resources = step().preprocess(nb, resources)
    nb, _ = ComputeChecksums().preprocess(nb, resources)
    mark(nb, lab)  # as our audit does
    return nb


def cell_named(nb, name):
    return next(cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


def helpers(nb):
    return next(cell for cell in nb.cells if "helpers" in cell.metadata.get("tags", [])).source


def change(lab, name, source):
    nb = lab.master()
    cell_named(nb, name).source = source
    write(nb, lab.notebook)


# --- release_form


def test_the_release_form_is_what_nbgrader_releases(lab):
    change(lab, "test_f", "assert f(1)\n### BEGIN HIDDEN TESTS\nassert f(2)\n### END HIDDEN TESTS")
    assert release_form(lab) == nbgrader_release(lab.master(), lab)


def test_the_release_form_of_lab02_is_what_nbgrader_releases():
    lab = find_lab("lab02_batchnorm")
    assert release_form(lab) == nbgrader_release(lab.master(), lab)


def test_the_release_form_is_a_fresh_copy(lab):
    release_form(lab).cells.clear()
    assert release_form(lab).cells


def test_the_release_form_follows_the_file(lab):
    release_form(lab)
    change(lab, "setup", "import this_is_new")
    assert cell_named(release_form(lab), "setup").source == "import this_is_new"


@pytest.mark.parametrize(
    "source", ["### BEGIN SOLUTION\nx", "### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION"]
)
def test_regions_that_do_not_match_are_refused(lab, source):
    change(lab, "f", source)
    with pytest.raises(UserError, match=r"cell f: .*BEGIN SOLUTION"):
        release_form(lab)


# --- solve


def test_a_solved_cell_holds_the_exact_text_of_the_source(lab):
    nb = solve(lab, REFERENCE)
    assert cell_named(nb, "f").source == "def f(x):\n    return x  # first"
    assert cell_named(nb, "g").source == (
        'def g(x):\n    """Docstring."""\n    # a comment\n\n    # another\n'
        "    return helper(x)\n    # the last comment\n\n\n"
        "@lru_cache\ndef h(x):\n    return 3 * x"
    )


def test_what_no_cell_declares_goes_to_the_helpers(lab):
    assert helpers(solve(lab, REFERENCE)).split("\n\n") == [
        "# Your own helper functions.",
        "from functools import lru_cache",
        "SCALE = 2  # kept",
        "def helper(x):\n    return SCALE * x",
    ]


def test_the_last_source_that_defines_a_function_wins(lab):
    nb = solve(lab, REFERENCE, "def f(x):\n    return 'wrong'\n\n\ndef helper(x):\n    return 'wrong helper'")
    assert "wrong" in cell_named(nb, "f").source
    assert "3 * x" in cell_named(nb, "g").source
    assert helpers(nb).endswith("'wrong helper'")


def test_a_text_given_twice_is_put_in_once(lab):
    assert solve(lab, REFERENCE, REFERENCE) == solve(lab, REFERENCE)


def test_statements_that_share_a_line_go_to_the_helpers_together(lab):
    assert helpers(solve(lab, REFERENCE + "\nA = (1,\n2); B = 2; C = 3")).endswith("\n\nA = (1,\n2); B = 2; C = 3")


def test_the_helpers_cell_is_the_tagged_one_or_else_the_first_free_one(lab):
    nb = lab.master()
    nb.cells = [v4.new_code_cell("first = 1"), *nb.cells, v4.new_code_cell("last = 1")]
    write(nb, lab.notebook)
    assert "SCALE" in helpers(solve(lab, REFERENCE))
    for cell in nb.cells:
        cell.metadata.pop("tags", None)
    write(nb, lab.notebook)
    assert "SCALE" in solve(lab, REFERENCE).cells[0].source


def test_the_solved_notebook_runs_as_the_module_does(lab):
    scope = {}
    for cell in solve(lab, REFERENCE).cells:
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade"):
            exec(cell.source.replace("import labkit", "").replace("labkit.draw()", ""), scope)
    assert (scope["f"](1), scope["g"](1), scope["h"](1)) == (1, 2, 3)


def test_a_function_that_no_source_defines_is_named(lab):
    with pytest.raises(UserError, match="cell g declares h, which no source defines"):
        solve(lab, REFERENCE.replace("def h(", "def other("))


def test_a_source_that_is_not_python_is_refused(lab):
    with pytest.raises(UserError, match="is not Python"):
        solve(lab, "def f(:")


def test_a_master_without_a_cell_for_helpers_is_named(lab):
    nb = lab.master()
    nb.cells = [c for c in nb.cells if c.cell_type != "code" or "nbgrader" in c.metadata]
    write(nb, lab.notebook)
    with pytest.raises(UserError, match="no cell for helper functions"):
        solve(lab, REFERENCE)


def test_the_text_around_a_declaration_stays(lab):
    change(lab, "f", "# Before.\ndef f(x):\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION\n\n# After.")
    assert cell_named(solve(lab, REFERENCE), "f").source == "# Before.\ndef f(x):\n    return x  # first\n\n# After."


LAB02 = "from solutions.lab02_batchnorm import *\n"


def test_an_import_from_the_solutions_brings_in_their_text():
    lab = find_lab("lab02_batchnorm")
    wrong = LAB02 + "def identity_parameters(x, eps):\n    return x, x"
    nb = solve(lab, wrong)
    assert cell_named(nb, "identity_parameters").source.endswith("return x, x")
    forward = "batchnorm_forward"
    assert cell_named(nb, forward).source == cell_named(solve(lab), forward).source
    assert not any("import *" in cell.source for cell in nb.cells)


def test_a_function_imported_under_another_name_keeps_its_text():
    lab = find_lab("lab02_batchnorm")
    renamed = "from solutions.lab02_batchnorm import identity_parameters as right\n"
    nb = solve(lab, LAB02 + renamed + "def identity_parameters(x, eps):\n    return right(x, 0)")
    scope = {"np": __import__("numpy")}
    exec(helpers(nb), scope)
    exec(cell_named(nb, "identity_parameters").source, scope)
    gamma, _ = scope["identity_parameters"](scope["np"].array([[0.0], [2.0]]), 3.0)
    assert gamma == 1


@pytest.mark.parametrize("line", ["import solutions.lab02_batchnorm as s", "from solutions import lab02_batchnorm"])
def test_an_import_that_no_notebook_can_have_is_refused(lab, line):
    with pytest.raises(UserError, match="cannot go into a notebook"):
        solve(lab, REFERENCE + "\n" + line)


def test_lab02_solved_declares_everything_its_reference_defines():
    lab = find_lab("lab02_batchnorm")

    def declared(text):
        nodes = ast.parse(text).body
        return {node.name: ast.unparse(node) for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}

    solved = [cell.source for cell in solve(lab).cells if cell.metadata.get("nbgrader", {}).get("solution")]
    found = declared("\n".join(source for source in solved if "def " in source))
    assert found == declared(lab.solution.read_text())
    assert not any("NotImplementedError" in source or "BEGIN SOLUTION" in source for source in solved)


def test_a_lab_is_a_name_and_a_path(tmp_path):
    with pytest.raises(FileNotFoundError):
        release_form(Lab("lab99_none", tmp_path / "none.ipynb"))


def test_notebooks_without_any_tagged_cell_are_released_as_they_are(tmp_path):
    path = tmp_path / "plain.ipynb"
    write(v4.new_notebook(cells=[v4.new_code_cell("x = 1"), v4.new_markdown_cell("text")]), path)
    assert [cell.source for cell in release_form(Lab("lab99_plain", path)).cells] == ["x = 1", "text"]
