"""No release folder with anything but what students may have passes the audit."""

import json
import shutil

import nbformat
import pytest
from nbformat import write

from autograder.errors import UserError
from autograder.handouts import hand_out
from autograder.labs import Lab, all_labs, find_lab
from autograder.notebook import release_form, solve
from autograder.release import audit, secrets


@pytest.fixture
def real():
    return find_lab("lab02_batchnorm")


def released(lab, folder, change=lambda nb: None):
    folder.mkdir(exist_ok=True)
    nb = release_form(lab)
    change(nb)
    write(nb, folder / f"{lab.name}.ipynb")
    return folder


def refusal(folder, lab) -> str:
    with pytest.raises(UserError) as caught:
        audit(folder, lab)
    return str(caught.value)


@pytest.mark.parametrize("lab", all_labs(), ids=lambda lab: lab.name)
def test_every_lab_of_the_kit_passes_as_it_is_released(lab, tmp_path):
    folder = released(lab, tmp_path / lab.name)
    hand_out(lab, folder)
    audit(folder, lab)


def test_the_line_of_every_stub_is_no_secret_though_it_stands_in_a_bank(real, tmp_path):
    nb = real.master()
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("locked") and not cell.metadata.nbgrader.get("grade"):
            cell.source = ""  # where lab02 happens to show it, too
    lab = Lab(real.name, tmp_path / real.notebook.name)
    write(nb, lab.notebook)
    assert "raise NotImplementedError" in (lab.suite / "trivial" / "not_implemented.py").read_text()
    assert not [line for line in secrets(lab) if line.startswith("raiseNotImplementedError")]


def test_a_master_notebook_does_not_pass(real, tmp_path):
    shutil.copy(real.notebook, tmp_path)
    assert "BEGIN SOLUTION" in refusal(tmp_path, real)


def test_a_solved_notebook_does_not_pass(real, tmp_path):
    write(solve(real), tmp_path / f"{real.name}.ipynb")
    assert "a line of lab02_batchnorm.py" in refusal(tmp_path, real)


def test_a_missing_notebook_does_not_pass(lab, tmp_path):
    assert "cannot be read" in refusal(tmp_path, lab)


@pytest.mark.parametrize(
    "text",
    [
        "### BEGIN SOLUTION",
        "### begin solution",
        "# END  SOLUTION",
        "### BEGIN HIDDEN TESTS",
        "=== BEGIN MARK SCHEME ===",
        "from autograder.suites.lab02_batchnorm import x",
        "autograder/suites/lab02_batchnorm/test_x.py",
        "from solutions.lab02_batchnorm import *",
        "import solutions",
        "from submission import batchnorm_forward",
        "2 points for naming the variance of the batch.",
        "*2 points*: ~~none~~; 2 points for naming  the variance of\tthe batch.",
    ],
)
@pytest.mark.parametrize("place", ["cell", "metadata", "labkit"])
def test_what_gives_an_answer_away_does_not_pass(lab, tmp_path, text, place):
    def change(nb):
        if place == "cell":
            nb.cells[0].source += "\n" + text
        elif place == "metadata":
            nb.cells[0].metadata["tags"] = [text]

    folder = released(lab, tmp_path / "release", change)
    if place == "labkit":
        (folder / "labkit.py").write_text(f"# {text}\n")
    message = refusal(folder, lab)
    assert message.startswith(str(folder))
    assert "take it out" in message


def test_no_line_of_the_reference_passes_wherever_it_stands(real, tmp_path):
    line = "along_x_hat = (dx_hat * self.x_hat).mean(axis=axes, keepdims=True)"
    assert line in real.solution.read_text()
    for number, text in enumerate([line, "# " + line.replace(" ", ""), f"```\n    {line}\n```"]):
        folder = released(real, tmp_path / str(number), lambda nb, text=text: nb.cells[0].update(source=text))
        assert "a line of lab02_batchnorm.py" in refusal(folder, real)


def test_no_line_of_the_reference_passes_in_pieces(real, tmp_path):
    folder = released(real, tmp_path / "release")
    path = folder / f"{real.name}.ipynb"
    document = json.loads(path.read_text())
    document["cells"][0]["source"] = ["along_x_hat = (dx_hat * ", "self.x_hat).mean(axis=axes, keepdims=True)"]
    path.write_text(json.dumps(document))
    assert "a line of lab02_batchnorm.py" in refusal(folder, real)


def test_no_claim_of_the_hidden_suite_passes(real, tmp_path):
    suite = real.suite / "test_batchnorm_forward.py"
    line = next(
        line.strip() for line in suite.read_text().splitlines() if line.strip().startswith("@given(") and len(line) > 30
    )
    folder = released(real, tmp_path / "release", lambda nb: nb.cells[0].update(source=line))
    assert "take it out" in refusal(folder, real)


def _output(nb):
    code = next(cell for cell in nb.cells if cell.cell_type == "code")
    code.outputs = [nbformat.v4.new_output("stream", text="x")]


def _count(nb):
    next(cell for cell in nb.cells if cell.cell_type == "code")["execution_count"] = 3


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_output, "has outputs"),
        (_count, "has execution_count"),
        (lambda nb: nb.cells[0].update(attachments={"a.png": {"image/png": "AAAA"}}), "has attachments"),
        (lambda nb: nb.cells[0].metadata.update(answer="x"), "metadata has 'answer'"),
        (lambda nb: nb.metadata.update(answer="x"), "notebook metadata has 'answer'"),
        (lambda nb: nb.metadata.update(gradlab={"files": [], "x": 1}), "gradlab has 'x'"),
    ],
)
def test_what_is_no_part_of_a_released_notebook_does_not_pass(lab, tmp_path, change, reason):
    assert reason in refusal(released(lab, tmp_path / "release", change), lab)


@pytest.mark.parametrize(
    "name", [".env", "lab90_mini.py", "test_f.py", "labkit.pyc", "data/x.npz", ".git/config", "other.ipynb"]
)
def test_only_listed_files_pass(lab, tmp_path, name):
    folder = released(lab, tmp_path / "release")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("")
    assert name.split("/")[0] in refusal(folder, lab)
    nb = lab.master()
    nb.metadata["gradlab"] = {"files": [name]}
    write(nb, lab.notebook)
    audit(released(lab, folder), lab)


def test_an_empty_folder_does_not_pass(lab, tmp_path):
    folder = released(lab, tmp_path / "release")
    (folder / "hidden").mkdir()
    assert "holds no file" in refusal(folder, lab)


def test_a_link_does_not_pass(lab, tmp_path):
    folder = released(lab, tmp_path / "release")
    (tmp_path / "secret.py").write_text("")
    (folder / "labkit.py").symlink_to(tmp_path / "secret.py")
    assert "is a link" in refusal(folder, lab)
