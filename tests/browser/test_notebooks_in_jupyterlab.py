"""Every lab's notebook as a student sees it: opened in JupyterLab in a browser, run from top to bottom, saved.

Set GRADLAB_PICTURES to a folder to keep a picture of every notebook that was run.
"""

import os
import re
from pathlib import Path

import nbformat
import pytest

from autograder.handouts import hand_out
from autograder.labs import all_labs
from autograder.notebook import solve

from .conftest import TOKEN

LABS = {lab.name: lab for lab in all_labs()}
SECOND = 1000
RUN_ALL = """async () => {
  const app = window.jupyterapp, panel = app.shell.currentWidget;
  await panel.revealed;
  await panel.sessionContext.ready;
  await app.commands.execute('notebook:run-all-cells');
  await app.commands.execute('docmanager:save');
}"""
IN_VIEW = """words => [...document.querySelectorAll('.jp-Notebook h3')].some(heading =>
  heading.innerText.replace(/\\W/g, '') === words && heading.getBoundingClientRect().top > 0
  && heading.getBoundingClientRect().bottom < window.innerHeight)"""
SCROLLED = "document.querySelector('.jp-Notebook .jp-WindowedPanel-outer')"
LAST_BOTTOM = "[...document.querySelectorAll('.jp-Notebook .jp-Cell')].at(-1).getBoundingClientRect().bottom"
CELLS = "document.querySelectorAll('.jp-Notebook .jp-Cell').length"


def lay(notebook, lab, folder: Path) -> str:
    """Write a notebook with what is handed out beside it; its path for the server."""
    place = folder / lab.name
    place.mkdir(exist_ok=True)
    hand_out(lab, place)
    nbformat.write(notebook, place / f"{lab.name}.ipynb")
    return f"{lab.name}/{lab.name}.ipynb"


def run_in_jupyterlab(browser, server, path: str, picture: str) -> tuple[nbformat.NotebookNode, int]:
    """Open, run all cells, save; the notebook as it was saved, and how many questions its table leads to."""
    page = browser.new_page(viewport={"width": 1200, "height": 1000})
    try:
        page.goto(f"{server.address}/lab/tree/{path}?token={TOKEN}&reset", timeout=60 * SECOND)
        page.wait_for_function(f"window.jupyterapp && {CELLS} > 3", timeout=60 * SECOND)
        page.set_default_timeout(180 * SECOND)
        page.evaluate(RUN_ALL)
        reached = questions_reached(page)
        if folder := os.environ.get("GRADLAB_PICTURES"):
            _photograph(page, Path(folder), picture)
    finally:
        page.close()
    return nbformat.read(server.folder / path, as_version=4), reached


def questions_reached(page) -> int:
    """Click each link of the table of functions and wait until its heading is in view; how many there are."""
    links = page.locator(".jp-Notebook table a[href^='#']")
    for number in range(links.count()):
        target = links.nth(number).get_attribute("href")
        links.nth(number).click()
        page.wait_for_function(IN_VIEW, arg=re.sub(r"\W", "", target), timeout=30 * SECOND)
    return links.count()


def _photograph(page, folder: Path, name: str) -> None:
    """The notebook from top to bottom, one file a window's height, light and dark."""
    page.set_viewport_size({"width": 1200, "height": 1800})
    for theme in ("Light", "Dark"):
        page.evaluate(f"window.jupyterapp.commands.execute('apputils:change-theme', {{theme: 'JupyterLab {theme}'}})")
        page.evaluate(f"{SCROLLED}.scrollTop = 0")
        for number in range(1, 40):
            page.wait_for_timeout(SECOND)
            page.locator(".jp-Notebook").screenshot(path=folder / f"{name}_{theme.lower()}_{number:02}.png")
            if page.evaluate(LAST_BOTTOM) < 1800:
                break
            page.evaluate(f"{SCROLLED}.scrollTop += 1650")


def errors(notebook: nbformat.NotebookNode) -> list[str]:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [f"{output.ename}: {output.evalue}" for output in outputs if output.output_type == "error"]


def printed(notebook: nbformat.NotebookNode) -> str:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output.text for output in outputs if output.output_type == "stream")


# A quarter of a minute each, and more for networks: two show that notebooks run here, tests/labs runs them all.
QUICK = ("lab01_backprop", "lab02_batchnorm")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow]) for name in LABS]
)
def test_the_solved_notebook_runs_in_jupyterlab(browser, jupyterlab, name):
    lab = LABS[name]
    notebook, reached = run_in_jupyterlab(browser, jupyterlab, lay(solve(lab), lab, jupyterlab.folder), name)
    assert not errors(notebook)
    assert reached == len(lab.questions)
    ran = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    assert all(cell.execution_count for cell in ran)
