"""The public checks in the notebooks agree with the hidden suites, and Validate shows students what they say."""

import sys
from functools import cache
from types import ModuleType

import matplotlib.pyplot as plt
import nbformat
import pytest
from nbconvert.filters import strip_ansi
from nbgrader.validator import Validator

from autograder.handouts import hand_out
from autograder.labs import all_labs
from autograder.notebook import release_form, solve
from autograder.provided import layer_names, layers

LABS = {lab.name: lab for lab in all_labs()}
each_lab = pytest.mark.parametrize("name", LABS)


def bank(folder):
    """Every file of a bank, of every lab."""
    found = [(lab.name, path) for lab in LABS.values() for path in sorted((lab.suite / folder).glob("[a-z]*.py"))]
    return pytest.mark.parametrize(("name", "path"), [pytest.param(*at, id=f"{at[0]}-{at[1].stem}") for at in found])


@cache
def reference(name):
    return LABS[name].solution.read_text(encoding="utf-8")


def checks(nb):
    """What each public check says, {grade_id: sentence or None}; the cells run in this process, without the figures."""
    namespace, said = {"__name__": "__main__"}, {}
    if names := nb.metadata.get("gradlab", {}).get("layers"):
        sys.modules["layers"] = ModuleType("layers")
        exec(layers("the lab", tuple(names)).source, vars(sys.modules["layers"]))
    for cell in nb.cells:
        meta = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code" or "figure" in cell.metadata.get("tags", []):
            continue
        try:
            exec(cell.source, namespace)
        except Exception as error:
            if not meta.get("grade"):
                raise
            said[meta["grade_id"]] = f"{type(error).__name__}: {error}"
        else:
            if meta.get("grade"):
                said[meta["grade_id"]] = None
    return said


@pytest.fixture(autouse=True)
def no_figures_left():
    yield
    plt.close("all")


@bank("right")
def test_right_answers_in_any_style_pass_every_public_check(name, path):
    said = checks(solve(LABS[name], reference(name), path.read_text(encoding="utf-8")))
    assert said
    assert set(said.values()) == {None}, said


@bank("trivial")
def test_trivial_answers_pass_no_public_check(name, path):
    nb = solve(LABS[name], path.read_text(encoding="utf-8"))
    assert None not in checks(nb).values()


def validate(nb, folder, name):
    """The errors that Validate shows a student who keeps labkit.py and the data beside it, without their colours."""
    hand_out(LABS[name], folder)
    nbformat.write(nb, folder / f"{name}.ipynb")
    results = Validator().validate(str(folder / f"{name}.ipynb"))
    assert set(results) <= {"failed"}, results
    return [strip_ansi(cell["raw_error"]).strip() for cell in results.get("failed", [])]


@pytest.mark.parametrize(
    "name",  # solved notebooks of networks take half a minute; test_notebooks.py runs them, too
    [pytest.param(name, marks=[pytest.mark.slow] if layer_names(lab) else []) for name, lab in LABS.items()],
)
def test_validate_finds_nothing_in_the_solved_notebook(name, tmp_path):
    assert validate(solve(LABS[name]), tmp_path, name) == []


@each_lab
def test_validate_says_what_is_not_implemented_in_the_released_notebook(name, tmp_path):
    errors = validate(release_form(LABS[name]), tmp_path, name)
    assert len(errors) == len(LABS[name].questions)
    for question, error in zip(LABS[name].questions, errors, strict=True):
        last = error.split("\n")[-1]
        if question.written:
            assert last == "You did not provide a response."
        else:
            assert last.startswith("CheckFailed: ")
            assert last.endswith(" is not implemented yet")
