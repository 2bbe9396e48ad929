"""A person at a screen: JupyterLab in a browser, with what students and staff do in it by name.

Set GRADLAB_PICTURES to a folder to keep the pictures that docs/ shows.
"""

import os
import re
from contextlib import contextmanager
from pathlib import Path

from autograder.labs import find_lab
from autograder.notebook import grade_id, solve

from .conftest import TOKEN

LAB = "lab02_batchnorm"
SECOND = 1000


def answer(question, mistake=""):
    """What the student writes: the reference's answer, or one with a mistake of the lab's bank."""
    lab = find_lab(LAB)
    path = lab.suite / "wrong" / f"{mistake}.py" if mistake else lab.solution
    solved = solve(lab, path.read_text(encoding="utf-8"))
    return next(cell.source for cell in solved.cells if grade_id(cell) == question)


class Seat:
    """What the student does at the screen."""

    def __init__(self, page, server):
        self.page, self.server = page, server
        self.pictures = os.environ.get("GRADLAB_PICTURES")
        page.set_default_timeout(90 * SECOND)
        page.goto(f"{server.address}/lab?token={TOKEN}&reset")
        page.wait_for_function("window.jupyterapp && window.jupyterapp.restored")

    def do(self, command, **arguments):
        """A command of JupyterLab's by its name."""
        self.page.evaluate("([name, args]) => window.jupyterapp.commands.execute(name, args)", [command, arguments])

    def picture(self, name, of=None):
        if self.pictures:
            self.page.wait_for_timeout(SECOND)
            (of or self.page).screenshot(path=Path(self.pictures, f"{name}.png"))

    def menu(self, *names):
        self.page.get_by_role("menubar").get_by_text(names[0], exact=True).click()
        for name in names[1:]:
            self.page.get_by_role("menuitem", name=name).click()

    def open_notebook(self):
        self.do("docmanager:open", path=f"{LAB}/{LAB}.ipynb")
        self.page.locator(".jp-Notebook .jp-Cell").nth(40).wait_for()
        self.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.ready")

    def cell(self, text):
        return self.page.locator(".jp-Notebook .jp-CodeCell").filter(has_text=text).first

    def focus(self, text):
        editor = self.cell(text).locator(".cm-content")
        editor.scroll_into_view_if_needed()
        editor.click()

    def paste(self, text, source):
        """Replace the source of a cell."""
        self.focus(text)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)

    def run(self, text):
        """Run one cell and give what stands below it."""
        from playwright.sync_api import expect

        self.focus(text)
        cell = self.cell(text)
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.inner_text()
        self.page.keyboard.press("Control+Enter")
        expect(prompt).not_to_have_text(before, timeout=60 * SECOND)
        expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=60 * SECOND)
        return cell.locator(".jp-OutputArea").inner_text()


@contextmanager
def seat(browser, server):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    try:
        yield Seat(page, server)
    finally:
        page.close()
