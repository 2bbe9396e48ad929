"""Jupyter Notebook 7 opens, runs and saves a lab, and the table at the top leads to the questions, as in JupyterLab."""

import nbformat
import pytest

from autograder.labs import find_lab
from autograder.notebook import solve

from .conftest import TOKEN, serving
from .test_notebooks_in_jupyterlab import CELLS, RUN_ALL, SECOND, errors, lay, questions_reached


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    pytest.importorskip("notebook", minversion="7")
    with serving("notebook", tmp_path_factory.mktemp("served"), tmp_path_factory.mktemp("jupyter")) as running:
        yield running


@pytest.mark.slow
def test_the_solved_notebook_runs_and_its_table_leads_to_the_questions(browser, server):
    lab = find_lab("lab01_backprop")
    path = lay(solve(lab), lab, server.folder)
    page = browser.new_page(viewport={"width": 1200, "height": 1000})
    try:
        page.goto(f"{server.address}/notebooks/{path}?token={TOKEN}", timeout=60 * SECOND)
        page.wait_for_function(f"window.jupyterapp && {CELLS} > 3", timeout=60 * SECOND)
        page.set_default_timeout(180 * SECOND)
        page.evaluate(RUN_ALL)
        assert questions_reached(page) == len(lab.questions)
    finally:
        page.close()
    notebook = nbformat.read(server.folder / path, as_version=4)
    assert not errors(notebook)
    assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip())
