"""nbgrader's formgrader inside JupyterLab, driven by what its buttons and columns are called."""

from contextlib import contextmanager
from urllib.parse import urlsplit

from .seat import LAB


class Formgrader:
    """Formgrader as an instructor opens it from the menu; everything happens in its frame."""

    def __init__(self, seat):
        self.seat = seat
        seat.menu("Nbgrader", "Formgrader")
        seat.do("application:toggle-left-area")  # the file browser would take a third of the screen
        self.frame = seat.page.locator("#formgrader iframe").element_handle().content_frame()
        self.row(LAB).wait_for()

    def go(self, *links):
        """Follow links by their text, one after another."""
        for name in links:
            link = self.frame.get_by_role("link", name=name, exact=True).first  # some stand in two menus
            target = urlsplit(link.get_attribute("href")).path
            link.click()
            self.frame.wait_for_url(lambda url, target=target: urlsplit(url).path.rstrip("/") == target)

    def row(self, text):
        """The row of the present table in which a text stands."""
        return self.frame.locator("#main-table tr").filter(has=self.frame.get_by_text(text, exact=True))

    def shows(self, text, column, expected):
        """Wait until a column of a row, by the name of the column's class, shows what is expected."""
        from playwright.sync_api import expect

        expect(self.row(text).locator(f"td.{column}")).to_have_text(expected)

    def press(self, text, column):
        """Press the button in a column of a row, and close the dialog that tells of success; what it told."""
        self.row(text).locator(f"td.{column} a").click()
        dialog = self.frame.locator(".modal.in")
        dialog.wait_for()
        said = dialog.inner_text()
        assert dialog.get_attribute("id") == "success-modal", said
        dialog.get_by_role("button", name="OK").click()
        dialog.wait_for(state="detached")
        self.row(text).wait_for()
        return said

    def open_submission(self, student):
        """Manual grading of one student's notebook, from wherever one is."""
        self.go("Manual Grading", LAB, LAB)
        self.frame.locator("td.name").first.wait_for()
        self.frame.get_by_role("button", name="Show All Names").click()
        self.go(student)
        self.frame.locator("input.score[placeholder]").first.wait_for()  # grades and comments come later than the page
        self.frame.locator("textarea.comment[placeholder]").first.wait_for()

    def give(self, name, score):
        """Type a score into the field of a graded cell, as a grader does; it is stored when the field is left."""
        with self._stored("grade"):
            self._type(f"#{name}", str(score))

    def comment(self, name, words):
        """Type a comment on a solution cell."""
        with self._stored("comment"):
            self._type(f"#{name}-comment", words)

    def given(self, name):
        """The score that people gave for a graded cell, as its field shows it; "" for none."""
        return self.frame.locator(f"#{name}").input_value()

    def commented(self, name):
        """The comment on a solution cell, as its field shows it."""
        return self.frame.locator(f"#{name}-comment").input_value()

    def _type(self, selector, words):
        field = self.frame.locator(selector)
        field.fill(words)
        field.press("Tab")

    @contextmanager
    def _stored(self, kind):
        with self.seat.page.expect_response(
            lambda answer: f"/formgrader/api/{kind}/" in answer.url and answer.request.method == "PUT"
        ) as stored:
            yield
        assert stored.value.ok
