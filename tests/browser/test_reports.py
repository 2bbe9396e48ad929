"""The reports in a browser: sorting, filters, dark, print; nothing is fetched, and only our script runs."""

from datetime import timedelta

import pytest

from autograder.labs import find_lab
from autograder.records import CellRecord, Outcome, QuestionRecord, Record, TestRecord
from autograder.report.class_data import Background, class_data
from autograder.report.class_report import render_data
from autograder.report.term_report import render_term, term_data

EVIL = "<img src=x onerror=alert(1)><script>document.title='run'</script>"


def record(lab, passed: int) -> Record:
    questions = []
    for question in lab.questions:
        if not question.written:
            tests = tuple(
                TestRecord(
                    f"test_{n}", EVIL, Outcome.PASSED if n < passed else Outcome.FAILED,
                    mistake=None if n < passed else f"mistake_{n}",
                )
                for n in range(10)
            )  # fmt: skip
            questions.append(QuestionRecord(question.name, question.grade_id, question.points, tests))
    cells = (CellRecord(3, None, "added", "failed", EVIL),) if passed == 3 else ()
    return Record(lab.name, "x", "s", "c", "salt", "kit", "bubblewrap", {}, tuple(questions), cells)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    lab, folder = find_lab("lab02_batchnorm"), tmp_path_factory.mktemp("reports")
    people = {f"s{n:02d}": record(lab, n) for n in range(1, 11)} | {EVIL: "no sandbox"}
    known = {"s02": Background("Kim, Minsu", timedelta(hours=30), (3.0, 9.0))}
    data = class_data(people, lab, background=known)
    (folder / "class.html").write_text(render_data(data), encoding="utf-8")
    (folder / "term.html").write_text(render_term(term_data([data])), encoding="utf-8")
    return folder


@pytest.fixture
def open_page(browser, pages):
    tabs = []

    def opened(name, **options):
        tab = browser.new_page(**options)
        tab.asked, tab.said = [], []
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.on("console", lambda message: tab.said.append(message.text))
        tab.on("pageerror", lambda error: tab.said.append(str(error)))
        tab.on("dialog", lambda dialog: (tab.said.append("dialog"), dialog.dismiss()))
        tab.goto((pages / name).as_uri())
        tabs.append(tab)
        return tab

    yield opened
    for tab in tabs:
        tab.close()


def shown(tab) -> list[str]:
    return tab.eval_on_selector_all(
        "table.grid:last-of-type tbody tr:not([hidden]) th > bdi",
        "found => found.filter(e => e.closest('#class, #term')).map(e => e.textContent)",
    )


@pytest.mark.parametrize("name", ["class.html", "term.html"])
def test_a_report_opens_from_disk_fetches_nothing_and_fits_a_phone(open_page, pages, name):
    tab = open_page(name, viewport={"width": 390, "height": 800}, color_scheme="dark")
    assert tab.asked == [(pages / name).as_uri()]
    assert tab.said == []
    assert "report" in tab.title()
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 25, 30)"


def test_a_click_sorts_by_number_and_puts_dashes_last(open_page):
    tab = open_page("class.html")
    tab.click("#class thead th:nth-child(2) button")
    assert shown(tab) == [f"s{n:02d}" for n in range(10, 0, -1)] + [EVIL]
    assert tab.get_attribute("#class thead th:nth-child(2)", "aria-sort") == "descending"
    tab.click("#class thead th:nth-child(2) button")
    assert shown(tab) == [f"s{n:02d}" for n in range(1, 11)] + [EVIL]


def test_filters_by_name_by_state_and_by_mistake(open_page):
    tab = open_page("class.html")
    tab.fill("input[name=words]", "minsu KIM")
    assert shown(tab) == ["s02"]
    assert tab.text_content("form.filters output") == "1 shown"
    tab.click("form.filters button[type=reset]")
    tab.get_by_text("11 shown").wait_for()
    tab.select_option("select[name=state]", "needs")
    assert shown(tab) == [EVIL, "s03"]
    tab.select_option("select[name=state]", "late")
    assert shown(tab) == ["s02"]
    tab.select_option("select[name=state]", "")
    label = tab.eval_on_selector_all("select[name=mistake] option", "all => all.map(e => e.textContent)")
    (place,) = [i for i, text in enumerate(label) if text.endswith("batchnorm_forward: mistake 8")]
    tab.select_option("select[name=mistake]", index=place)
    assert shown(tab) == [f"s{n:02d}" for n in range(1, 9)]


def test_on_paper_there_are_no_filters_and_everything_else(open_page):
    tab = open_page("class.html")
    tab.emulate_media(media="print")
    assert not tab.is_visible("form.filters")
    assert tab.is_visible("#class")
    assert tab.pdf(format="A4").startswith(b"%PDF")


def test_without_scripts_the_report_says_the_same(open_page, browser, pages):
    tab = browser.new_context(java_script_enabled=False).new_page()
    tab.goto((pages / "class.html").as_uri())
    assert not tab.is_visible("form.filters")
    assert tab.locator("#class tbody tr").count() == 11
    tab.close()
