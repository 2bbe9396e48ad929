"""What formgrader shows of a student's text is inert, and looks as it was typed."""

import re
from typing import Any

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.course import Course


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "` <script>alert(1)</script>\n\n`",
        "```\n<img src=x onerror=alert(1)>\n",
        "<svg/onload=alert(1)>",
        "<!-- --><iframe src='data:text/html,x'>",
        "[x](javascript:alert(1))",
        "<a href='javascript:alert(1)'>x</a>",
        "[x]( \tjavascript:alert(1) )",
        "[x](<javascript:alert(1)>)",
        "[x](java&#115;cript:alert(1))",
        "[x][1]\n\n[1]:\n  javascript:alert(1)",
        "[x]\n\n[x]: <javascript:alert(1)>",
        "![x](javascript:alert(1))",
        "<javascript:alert(1)>",
    ],
)
def test_a_tag_in_an_answer_is_text(course: Course, text: str) -> None:
    page = shown(course, text)
    assert not any(f"<{tag}" in page for tag in ("script", "img", "svg", "iframe", "!--"))
    assert not re.search(r"<[^>]+=.?javascript", page)


def test_formulas_and_code_stay_readable(course: Course) -> None:
    page = shown(course, "If $a<b$ then `x<y` and\n\n```python\nif n <3: pass\n```\n")
    assert "<code>" in page
    assert "&lt;" in page
    assert "\N{ZERO WIDTH SPACE}3" not in page
    assert '<a href="https://example.org">' in shown(course, "[x](https://example.org)")


def test_a_pasted_picture_stays_and_a_missing_one_is_no_error(course: Course) -> None:
    text = "![x](attachment:a.png) ![y](attachment:b.gif)"
    page = shown(course, text, attachments={"a.png": {"image/png": "iVBORw0KGgo="}})
    assert page.count("<img") == 1
    assert "data:image/png;base64,iVBORw0KGgo=" in page
    assert "attachment:b.gif" in page


def shown(course: Course, text: str, **parts: Any) -> str:
    exporter: Any = HTMLExporter(config=course.config, template_name="basic")
    page, _ = exporter.from_notebook_node(new_notebook(cells=[new_markdown_cell(text, **parts)]))
    return str(page)
