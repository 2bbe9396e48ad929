"""`labkit check` and `labkit pack` tell students what the judge will do with their notebook, and what Validate says."""

import ast
import os
import re
import sys
import zipfile

import labkit_notebook
import labkit_submit
import nbformat
import pytest
from labkit_run import RUNNING, Kernel
from nbgrader.validator import Validator

from autograder.archives import unpack
from autograder.errors import UserError
from autograder.handouts import TOOLKIT, hand_out
from autograder.labs import all_labs, assignments_folder, find_lab
from autograder.magics import PYTHON_CELL_MAGICS, neutralise
from autograder.normalise import MAX_SOURCE, normalise
from autograder.notebook import grade_id, release_form, solve
from autograder.sandbox.inside.standins import NAMES

LAB = find_lab("lab02_batchnorm")


@pytest.fixture
def save(tmp_path):
    """Write a notebook into a folder as students have it; its path."""

    def write(nb, name=LAB.name):
        hand_out(LAB, tmp_path)
        path = tmp_path / f"{name}.ipynb"
        nbformat.write(nb, path)
        return path

    return write


@pytest.fixture
def solved():
    """The released notebook with all answers in it."""
    nb, answers = release_form(LAB), {grade_id(cell): cell.source for cell in solve(LAB).cells}
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            written = cell.cell_type == "markdown"
            cell.source = "Because of the batch." if written else answers[grade_id(cell)]
    return nb


def cell_of(nb, name):
    return next(cell for cell in nb.cells if grade_id(cell) == name)


def place_of(nb, name):
    return nb.cells.index(cell_of(nb, name))


def own(source):
    return nbformat.v4.new_code_cell(source)


def said_of(nb, save):
    return labkit_notebook.remarks(labkit_notebook.Notebook(save(nb)))


# What students do to a notebook, and words that the check has for it, if it has any.


def moves_a_cell_up(nb):
    nb.cells.insert(3, nb.cells.pop(place_of(nb, "batchnorm_backward")))


def deletes_an_answer(nb):
    del nb.cells[place_of(nb, "batchnorm_forward")]


def deletes_a_check(nb):
    del nb.cells[place_of(nb, "test_batchnorm_forward")]


def copies_an_answer(nb):
    nb.cells.append(nbformat.from_dict({**cell_of(nb, "batchnorm_forward"), "id": "again", "source": "def other(): 1"}))


def adds_cells(nb):
    nb.cells.insert(place_of(nb, "batchnorm_forward"), own("def centred(x):\n    return x - x.mean(0)"))
    nb.cells.insert(0, own("first = 1"))
    nb.cells.append(own("last = 1"))


def uses_the_helpers_cell(nb):
    next(cell for cell in nb.cells if cell.id == "helpers").source = "def helper():\n    return 1"


def turns_an_answer_into_text(nb):
    cell_of(nb, "identity_parameters")["cell_type"] = "markdown"
    del cell_of(nb, "identity_parameters")["outputs"], cell_of(nb, "identity_parameters")["execution_count"]


def changes_a_check(nb):
    cell_of(nb, "test_identity_parameters").source = "print('fine')"


def installs_something(nb):
    nb.cells.append(own("!pip install torch\nx = 1"))


def writes_a_file(nb):
    nb.cells.append(own("%%writefile notes.txt\nremember"))


def measures_time(nb):
    cell_of(nb, "batchnorm_forward").source = "%%time\n" + cell_of(nb, "batchnorm_forward").source
    nb.cells.append(own("%matplotlib inline\n%time y = 3"))


EDITS = {
    moves_a_cell_up: "",
    deletes_an_answer: "The cell batchnorm_forward is missing",
    deletes_a_check: "The cell test_batchnorm_forward is missing",
    copies_an_answer: "The cell batchnorm_forward is there more than once",
    adds_cells: "",
    uses_the_helpers_cell: "",
    turns_an_answer_into_text: "The cell identity_parameters was code and is markdown now",
    changes_a_check: "The cell test_identity_parameters is read-only and was changed",
    installs_something: "holds commands for Jupyter or the shell",
    writes_a_file: "begins with %%writefile, which is not Python",
    measures_time: "",
}
each_edit = pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)


@each_edit
def test_what_it_runs_as_judged_is_what_the_judge_runs(edit, solved, save):
    edit(solved)
    mine = [
        labkit_notebook.without_magics(cell["source"])[0] for cell in labkit_notebook.Notebook(save(solved)).judged()
    ]
    judges = [cell.source for cell in normalise(solved, LAB).cells]
    assert [_code(source) for source in mine if _code(source)] == [_code(source) for source in judges if _code(source)]


def _code(source):
    """A source without white space and comments; `pass` is nothing."""
    return ast.unparse([node for node in ast.parse(source).body if not isinstance(node, ast.Pass)])


@each_edit
def test_it_remarks_on_what_the_judge_remarks_on(edit, solved, save):
    edit(solved)
    said, notes = said_of(solved, save), normalise(solved, LAB).ignored
    wrong_kind = edit is turns_an_answer_into_text  # harmless for the judge, but the student's own checks fail
    assert len(said) == len(notes) + wrong_kind
    assert bool(said) == bool(EDITS[edit])
    assert not said or EDITS[edit] in said[0]


def test_the_notebook_as_released_and_the_solved_one_give_no_remarks(solved, save):
    assert said_of(release_form(LAB), save) == said_of(solved, save) == []


@pytest.mark.parametrize("lab", all_labs(), ids=lambda lab: lab.name)
def test_no_labs_own_answers_give_remarks(lab, tmp_path):
    nb = release_form(lab)
    for cell, solved_cell in zip(nb.cells, solve(lab).cells, strict=True):
        if cell.metadata.get("nbgrader", {}).get("solution") or "helpers" in cell.metadata.get("tags", []):
            cell.source = solved_cell.source
    nbformat.write(nb, tmp_path / f"{lab.name}.ipynb")
    assert labkit_notebook.remarks(labkit_notebook.Notebook(tmp_path / f"{lab.name}.ipynb")) == []


MAGICS = [
    *("%matplotlib inline", "%timeit f(1)", "%time y = f(1)", "%load secrets.py", "!curl x", "!!ls", "files = !ls"),
    *("a, b = %sc ls", "np.dot?", "?np.dot", "np??", "!echo it's", "x = 1", "%%time\ny = 1", "%%bash\nls", "%time"),
    *("x = 5\n%run x\nfor i in y:\n    %time f(i)", "!pip install \\\n torch\nx = 1", "text = '''\n%cd\n!ls\n'''"),
    *("x = (17\n     % 5)", "def f(:\n return", "%cd x", "cd x", "%%capture out\nz = 1"),
]


@pytest.mark.parametrize("source", MAGICS)
def test_it_takes_for_lost_what_the_judge_leaves_out(source):
    (mine, lost), (judges, left_out) = labkit_notebook.without_magics(source), neutralise(source)
    assert lost == left_out
    if lost in (None, "!") and source not in ("def f(:\n return", "cd x"):
        assert _code(mine) == _code(judges)


def test_it_knows_the_same_names_and_sizes_as_the_judge():
    assert labkit_notebook.TO_SHOW == NAMES
    assert labkit_notebook.MAX_SOURCE == MAX_SOURCE
    assert set(PYTHON_CELL_MAGICS) == labkit_notebook.PYTHON_CELL_MAGICS


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def f(:\n    return", "is not Python (line 1"),
        ("pip install torch", "is not Python (line 1"),
        ("x = 1\n# " + "x" * 200_000, "has 200,008 characters, at most 200,000 are read"),
        ("def f():\n    import pandas", "imports pandas in a function"),
        ("def f(x):\n    return labkit.numerical_gradient(x)", "uses labkit in f"),
    ],
)
def test_cells_that_will_fail_are_told_without_running_them(source, words, solved, save):
    solved.cells.append(own(source))
    (said,) = said_of(solved, save)
    assert said.startswith("Your cell number 47 (")
    assert words in said


def test_the_course_says_what_may_be_imported(solved, save):
    solved.metadata.gradlab["imports"] = ["numpy", "math", "pandas"]
    solved.cells += [own("def f():\n    import pandas, math"), own("def f():\n    import json")]
    (said,) = said_of(solved, save)
    assert "imports json in a function: such a call fails, there are only math, numpy and pandas." in said


def test_a_class_with_one_method_left_names_the_method():
    source = "class A:\n    def f(self):\n        return 1\n\n    def g(self):\n        raise NotImplementedError()\n"
    assert labkit_notebook.unwritten(source) == ["A.g"]
    assert labkit_notebook.unwritten("def f(x):\n    if x:\n        raise NotImplementedError\n    return x") == []


# A cell that calls the check must know that it is being checked, or it would call itself without end.
TOLD = f"import os\n\nassert os.environ[{RUNNING!r}]"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """A notebook of all kinds of answers, what the check printed of it, and whether it said that all is well."""
    nb, folder = release_form(LAB), tmp_path_factory.mktemp("mixed")
    answers = {grade_id(cell): cell.source for cell in solve(LAB).cells}
    cell_of(nb, "batchnorm_forward").source = answers["batchnorm_forward"]
    cell_of(nb, "batchnorm_backward").source = answers["batchnorm_backward"].replace("return dx", "return 2 * dx")
    warns = (
        "\nimport warnings\n\n\ndef identity_parameters(x, eps, f=identity_parameters):\n    warnings.warn('slow')\n"
    )
    cell_of(nb, "identity_parameters").source = answers["identity_parameters"] + warns + "    return f(x, eps)"
    cell_of(nb, "written_what_is_learned").source = "Gamma and beta."
    nb.cells += [own("names = FORWARD"), own("import json, jinja2"), own(TOLD), own("1 / 0")]
    hand_out(LAB, folder)
    nbformat.write(nb, folder / f"{LAB.name}.ipynb")
    printed = []
    well = labkit_submit.check(folder / f"{LAB.name}.ipynb", printed.append)
    # Lines that go on belong together.
    return folder / f"{LAB.name}.ipynb", re.sub(r"\n {4,}(?!\d+ points)", " ", "\n".join(printed)), well


def test_the_check_says_what_became_of_each_question(mixed):
    _, printed, well = mixed
    said = dict(re.findall(r"^ +\d+ points  (\w+) +(.*)$", printed, re.MULTILINE))
    assert said["batchnorm_forward"] == "the public check passes"
    assert re.fullmatch(
        r"the public check fails: dx\[.*\] is .*, expected .*; 6 of 6 values differ", said["batchnorm_backward"]
    )
    assert said["identity_parameters"].startswith("the public check warns, which Validate takes for a failure")
    assert said["written_what_is_learned"] == "answered; a human reads it"
    assert said["written_small_batches"] == "no answer yet"
    assert said["repaired_batchnorm"] == "still a stub"
    assert "\nReady: 2 of 6 questions." in printed
    assert not well


def test_the_check_says_which_cells_do_not_run_when_they_are_judged(mixed):
    _, printed, _ = mixed
    assert re.findall(r"^  - (.*)$", printed, re.MULTILINE) == [
        "Your cell number 47 (names = FORWARD) runs here, but stops when your work is judged with NameError: name "
        "'FORWARD' is not defined; public checks and figures are not run then: define it in a cell of your own.",
        "Your cell number 48 (import json, jinja2) stops where it imports jinja2: when your work is judged, "
        "there are only numpy and Python's standard library.",
        "Your cell number 50 (1 / 0) stops with ZeroDivisionError: division by zero: what comes after that line in it "
        "does not count.",
    ]


def test_validate_fails_the_cells_that_are_not_ready(mixed):
    path, printed, _ = mixed
    failed = {cell["source"] for cell in Validator().validate(str(path))["failed"]}
    nb = nbformat.read(path, 4)
    names = {grade_id(cell).removeprefix("test_") for cell in nb.cells if cell.source.strip() in failed}
    good = ("the public check passes", "answered; a human reads it")
    said = re.findall(r"^ +\d+ points  (\w+) +(.*)$", printed, re.MULTILINE)
    assert names == {name for name, words in said if words not in good}


def test_an_endless_loop_is_stopped_and_a_cell_that_ends_python_is_named(tmp_path):
    with Kernel(tmp_path) as kernel:
        assert kernel.run("while True:\n    pass", 1) == (("Timeout", "it took more than 1 seconds"), "")
        assert kernel.run("x = 1", 20) == (None, "")
        assert kernel.run("import os\n\nos._exit(1)", 20) == (("KernelDied", "it has ended Python"), "")
        assert kernel.run("x", 20)[0][0] == "NotRun"


def test_the_zip_is_one_that_staff_can_unpack(solved, save, tmp_path):
    path = save(solved)
    target = labkit_submit.pack(path, lambda line: None)
    assert target == tmp_path / f"{LAB.name}.zip"
    assert [str(name) for name in unpack(target, tmp_path / "unpacked")] == [f"{LAB.name}.ipynb"]
    assert (tmp_path / "unpacked" / path.name).read_bytes() == path.read_bytes()


def test_endless_even_output_is_not_packed_so_well_that_it_looks_like_an_attack(solved, save, tmp_path):
    cell_of(solved, "batchnorm_forward").outputs = [nbformat.v4.new_output("stream", text="loss 0.1\n" * 400_000)]
    target = labkit_submit.pack(save(solved), lambda line: None)
    unpack(target, tmp_path / "unpacked")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.write(save(solved), f"{LAB.name}.ipynb")
    with pytest.raises(UserError, match="as only bombs are"):
        unpack(target, tmp_path / "again")


def test_a_renamed_notebook_is_packed_under_its_right_name(solved, save, tmp_path):
    path, printed = save(solved, f"{LAB.name} (1)"), []
    with zipfile.ZipFile(labkit_submit.pack(path, printed.append)) as file:
        assert file.namelist() == [f"{LAB.name}.ipynb"]
    assert f"{LAB.name}.zip holds {LAB.name} (1).ipynb as saved just now" in printed[0]
    assert printed[0].endswith(f" under the name {LAB.name}.ipynb.")
    assert f"rename it to {LAB.name}.ipynb" in labkit_notebook.remarks(labkit_notebook.Notebook(path))[0]


def test_the_zip_says_what_is_left_unanswered(solved, save):
    cell_of(solved, "written_small_batches").source = cell_of(release_form(LAB), "written_small_batches").source
    cell_of(solved, "identity_parameters").source += "\n    raise NotImplementedError()"
    printed = []
    labkit_submit.pack(save(solved), printed.append)
    assert "`raise NotImplementedError()` still stands in identity_parameters." in " ".join(" ".join(printed).split())
    assert "  - written_small_batches is left as it was: it earns nothing." in printed


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read (No such file or directory): give the path of your notebook"),
        ("", "is not a notebook, or a damaged one"),
        ("<<<<<<< HEAD", "is not a notebook, or a damaged one"),
        ("[]", "is not a notebook, or a damaged one"),
        ('{"cells": [{"cell_type": "code", "metadata": {}, "source": "x"}]}', "holds no question of a lab"),
        ("untouched", "nothing is written in"),
    ],
)
def test_what_is_no_answered_notebook_is_refused_in_one_line(content, words, tmp_path, capsys):
    path = tmp_path / f"{LAB.name}.ipynb"
    if content is not None:
        path.write_text(nbformat.writes(release_form(LAB)) if content == "untouched" else content)
    assert labkit_submit.main(["pack", str(path)]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert not list(tmp_path.glob("*.zip*"))


def test_the_notebook_in_the_folder_is_meant_if_there_is_one(solved, save, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(labkit_notebook.Refused, match="there is no notebook of a lab in"):
        labkit_submit.find_notebook()
    path = save(solved)
    (tmp_path / "scratch.ipynb").write_text(nbformat.writes(nbformat.v4.new_notebook()))
    assert labkit_submit.find_notebook() == path
    save(solved, "copy")
    with pytest.raises(labkit_notebook.Refused, match=f"2 notebooks of labs here, copy.ipynb, {LAB.name}.ipynb"):
        labkit_submit.find_notebook()


def test_a_cell_that_calls_the_check_does_not_call_it_again_while_it_is_checked(monkeypatch, capsys):
    monkeypatch.setenv(labkit_submit.RUNNING, "1")
    labkit_submit.in_a_cell("check", "nothing.ipynb")
    assert capsys.readouterr().out.startswith("(left out")


def test_a_cell_prints_what_the_command_prints(solved, save, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    save(solved)
    monkeypatch.delitem(sys.modules, "labkit_submit")
    monkeypatch.syspath_prepend(str(tmp_path))
    import labkit

    labkit.pack()
    assert f"{LAB.name}.zip holds {LAB.name}.ipynb as saved just now" in capsys.readouterr().out
    assert (tmp_path / f"{LAB.name}.zip").exists()


@pytest.mark.parametrize("name", TOOLKIT)
def test_the_toolkit_is_small_and_needs_no_more_than_students_have(name):
    text = (assignments_folder() / name).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 330
    roots = {module.partition(".")[0] for module in labkit_notebook.imported(ast.parse(text))}
    own = {file.removesuffix(".py") for file in TOOLKIT}
    jupyter = {"nbclient", "nbformat", "IPython"}
    assert roots - own <= sys.stdlib_module_names | {"numpy", "matplotlib"} | jupyter


def test_without_jupyter_the_check_says_what_is_missing(solved, save, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "nbclient", None)
    assert labkit_submit.main(["check", os.fspath(save(solved))]) == 2
    assert "this needs nbclient, which comes with Jupyter: pip install jupyter" in capsys.readouterr().err
