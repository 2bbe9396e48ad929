"""`gradlab check`: any file is graded or refused in one line; what it prints as JSON is a promise."""

import json
import os
import traceback

import nbformat
import pytest

from autograder import pool
from autograder.errors import SandboxUnavailable
from autograder.sandbox import wall as wall_module

from .conftest import LAB

pytestmark = pytest.mark.usefixtures("quick")


def one_line(done, code: int) -> str:
    """The one line that a refusal consists of."""
    assert done.code == code, done
    assert done.out == ""
    assert "Traceback" not in done.err
    (line,) = done.err.splitlines()
    assert line.startswith("gradlab: ")
    return line.removeprefix("gradlab: ")


def test_a_missing_file(gradlab):
    assert one_line(gradlab("check", "nothing.ipynb"), 2) == (
        "there is no file 'nothing.ipynb': give the path of an .ipynb file"
    )


@pytest.mark.parametrize(("content", "said"), [
    (b"", "is empty"),
    (b"print('hello')", "not valid JSON"),
    (b"\x89PNG\r\n\x1a\n", "not valid JSON"),
    (b"\xff\xfe\x00", "not valid JSON"),
    (b"[]", "names no nbformat"),
    (b"{}", "names no nbformat"),
    (b'{"nbformat": 3, "worksheets": []}', "notebook format 3"),
    (b'{"nbformat": 4}', "no list of cells"),
    (b'{"nbformat": 4, "cells": []}', "is of none of the labs here (lab01_backprop, lab02_batchnorm"),
    (b"[" * 100_000, "nested too deeply"),
])  # fmt: skip
def test_what_is_no_notebook_of_a_lab_is_refused_in_one_line(gradlab, tmp_path, content, said):
    (tmp_path / "any.ipynb").write_bytes(content)
    assert said in one_line(gradlab("check", "any.ipynb"), 2)


def test_a_folder_and_a_pipe(gradlab, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "folder" in one_line(gradlab("check", tmp_path), 2)
    assert "not an ordinary file" in one_line(gradlab("check", tmp_path / "pipe"), 2)


def test_a_file_over_the_limit(gradlab, tmp_path):
    with open(tmp_path / "big.ipynb", "wb") as file:
        file.truncate(300_000_000)
    assert "300 MB, at most 200 MB are read" in one_line(gradlab("check", "big.ipynb"), 2)


def test_names_are_shown_as_they_are(gradlab, tmp_path):
    assert "[bold]no[/bold].ipynb" in one_line(gradlab("check", "[bold]no[/bold].ipynb"), 2)


def test_a_notebook_of_another_lab(gradlab, tmp_path):
    cell = nbformat.v4.new_code_cell("def g(): pass", metadata={"nbgrader": {"grade_id": "another"}})
    (tmp_path / "x.ipynb").write_text(nbformat.writes(nbformat.v4.new_notebook(cells=[cell])))
    assert "is of none of the labs here" in one_line(gradlab("check", "x.ipynb"), 2)
    assert f"not a notebook of {LAB}" in one_line(gradlab("check", "x.ipynb", "--lab", LAB), 2)


def test_an_unknown_lab(gradlab, tmp_path, stub):
    (tmp_path / "x.ipynb").write_text(stub)
    line = one_line(gradlab("check", "x.ipynb", "--lab", "lab99_nothing"), 2)
    assert line.startswith("no lab is called 'lab99_nothing' in ")
    assert LAB in line


def test_an_isolation_nobody_knows(gradlab, tmp_path, stub):
    (tmp_path / "x.ipynb").write_text(stub)
    line = one_line(gradlab("check", "x.ipynb", "--isolation", "docker"), 2)
    assert line == "--isolation is 'docker', expected bubblewrap or none"


def test_a_solved_notebook_earns_everything(gradlab, tmp_path, solved):
    (tmp_path / "x.ipynb").write_text(solved)
    done = gradlab("check", "x.ipynb")
    assert (done.code, done.err) == (0, "")
    assert "failed:" not in done.out
    last = done.out.splitlines()[-1]
    earned, _, points, *_ = last.split()
    assert earned == points
    assert last.endswith("(bubblewrap)")


def test_a_stub_earns_nothing_and_says_what_is_missing(gradlab, tmp_path, stub):
    (tmp_path / "x.ipynb").write_text(stub)
    done = gradlab("check", "x.ipynb")
    assert done.code == 0, "a zero is a grade, not an error"
    assert "batchnorm_forward is not implemented yet" in done.out
    assert done.out.splitlines()[-1].startswith("0 of ")


def test_cells_twice_over_are_graded_once_and_said(gradlab, tmp_path, solved):
    notebook = nbformat.reads(solved, 4)
    notebook.cells += notebook.cells
    (tmp_path / "x.ipynb").write_text(json.dumps(notebook))
    done = gradlab("check", "x.ipynb")
    assert done.code == 0
    assert "A copy of the cell batchnorm_forward was left out: only its first occurrence counts." in done.out
    earned, _, points, *_ = done.out.splitlines()[-1].split()
    assert earned == points


def test_a_notebook_of_100_mb_is_graded(gradlab, tmp_path, solved):
    notebook = json.loads(solved)
    code = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    code["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 100_000_000}]
    (tmp_path / "x.ipynb").write_text(json.dumps(notebook))
    done = gradlab("check", "x.ipynb")
    assert done.code == 0
    assert len(done.out) < 5000


# JSON

TEST_KEYS = ["name", "outcome", "weight", "message", "hint", "mistake"]


def test_the_json_has_exactly_the_keys_that_were_promised(gradlab, tmp_path, stub):
    (tmp_path / "x.ipynb").write_text(stub)
    done = gradlab("check", "x.ipynb", "--json")
    assert (done.code, done.err) == (0, "")
    document = json.loads(done.out)
    assert list(document) == ["lab", "score", "max_score", "isolation", "questions"]
    assert (document["lab"], document["score"], document["isolation"]) == (LAB, 0, "bubblewrap")
    for question in document["questions"]:
        assert list(question) == ["name", "score", "points", "status", "tests"]
        assert question["status"] in ("failed", "blocked")
        for test in question["tests"]:
            assert list(test) == TEST_KEYS
    assert document["max_score"] == sum(question["points"] for question in document["questions"])


def test_the_json_names_the_mistake(gradlab, tmp_path, solved, ready):
    wrong = (ready.lab.suite / "wrong" / "identity_exchanged.py").read_text().replace("from solutions", "# from")
    notebook = nbformat.reads(solved, 4)
    notebook.cells.append(nbformat.v4.new_code_cell(wrong))
    (tmp_path / "x.ipynb").write_text(nbformat.writes(notebook))
    document = json.loads(gradlab("check", "x.ipynb", "--json").out)
    tests = [test for question in document["questions"] for test in question["tests"]]
    assert {test["mistake"] for test in tests if test["outcome"] == "failed"} == {"identity_exchanged"}
    assert all(test["hint"].endswith("?") for test in tests if test["mistake"])
    assert {test["outcome"] for test in tests} == {"passed", "failed"}


# Our own failures


def test_without_a_sandbox_nothing_is_graded_and_the_line_says_why(gradlab, tmp_path, stub, monkeypatch):
    (tmp_path / "x.ipynb").write_text(stub)
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(wall_module, "find_bwrap", lambda: (_ for _ in ()).throw(SandboxUnavailable("not installed")))
    line = one_line(gradlab("check", "x.ipynb"), 3)
    assert line.startswith("no sandbox can be started, so nothing is graded (not installed)")


def test_a_bug_is_one_line_and_debug_shows_where(gradlab, tmp_path, stub, monkeypatch):
    (tmp_path / "x.ipynb").write_text(stub)
    monkeypatch.setattr(pool.JudgeSettings, "open", lambda self: 1 / 0)
    line = one_line(gradlab("check", "x.ipynb"), 3)
    assert line == "internal error (ZeroDivisionError: division by zero); --debug shows where"
    with pytest.raises(ZeroDivisionError) as caught:
        gradlab("--debug", "check", "x.ipynb")
    assert "test_check.py" in "".join(traceback.format_exception(caught.value))


def test_debug_shows_where_a_refusal_comes_from_wherever_it_stands(gradlab):
    from autograder.errors import UserError

    for arguments in (("--debug", "check", "nothing.ipynb"), ("check", "nothing.ipynb", "--debug")):
        with pytest.raises(UserError):
            gradlab(*arguments)


def test_stopping_is_no_error_of_anybody(gradlab, tmp_path, stub, monkeypatch):
    (tmp_path / "x.ipynb").write_text(stub)

    def stop(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(pool.JudgeSettings, "open", stop)
    assert one_line(gradlab("check", "x.ipynb"), 130) == (
        "stopped; what was done is kept, run the command again to go on"
    )
