"""Reading a file nobody vouches for: a well-formed notebook, or one sentence that says what to do."""

import json
import os
from pathlib import Path

import nbformat
import pytest

from autograder import notebook
from autograder.errors import UserError
from autograder.notebook import read


def document(*cells, **more):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **more}


def code(source, **more):
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None, **more}


def refusal(path) -> str:
    with pytest.raises(UserError) as caught:
        read(Path(path))
    message = str(caught.value)
    assert repr(str(path)) in message
    assert "\n" not in message
    assert message.isprintable()
    return message


def test_a_missing_file_is_named(tmp_path):
    assert refusal(tmp_path / "no.ipynb").startswith("there is no file")


def test_a_folder_is_not_a_notebook(tmp_path):
    assert "is a folder" in refusal(tmp_path)


def test_a_pipe_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.ipynb")
    assert "not an ordinary file" in refusal(tmp_path / "pipe.ipynb")


def test_a_path_with_a_nul_is_refused():
    with pytest.raises(UserError, match="cannot be read"):
        read(Path("a\0b.ipynb"))


def test_a_name_with_control_characters_is_quoted(tmp_path):
    assert "\\x1b" in refusal(tmp_path / "\x1b]8;;x\u202eb.ipynb")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"hello", "not valid JSON"),
        (b"\xff\xfe\xff", "not valid JSON"),
        (b'{"nbformat": 4, "cells": [', "not valid JSON"),
        (b'{"nbformat": ' + b"9" * 5000 + b"}", "not valid JSON"),
        (b"[]", "names no nbformat"),
        (b"{}", "names no nbformat"),
        (b'{"nbformat": "4"}', "names no nbformat"),
        (b'{"nbformat": NaN}', "names no nbformat"),
        (b'{"nbformat": true, "cells": []}', "format True, which is not read"),
        (b'{"nbformat": 3, "worksheets": []}', "format 3, which is not read"),
        (b'{"nbformat": 4, "cells": {}}', "no list of cells"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_notebook_is_refused_with_the_reason(saved, content, reason):
    assert reason in refusal(saved(content))


def test_a_file_that_is_too_large_is_refused_by_its_size(tmp_path):
    path = tmp_path / "large.ipynb"
    with path.open("wb") as file:
        file.truncate(notebook.MAX_BYTES + 400_000)  # sparse: no byte of it is stored, none may be read
    assert "has 200 MB, at most 200 MB" in refusal(path)


def test_a_large_notebook_full_of_outputs_is_read(saved):
    png = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 20_000_000}}
    nb = read(saved(document(code("x = 1", outputs=[png]))))
    assert nb.cells[0].source == "x = 1"


def test_a_hundred_thousand_cells_are_refused(saved):
    assert "has 100,000 cells, at most 5,000" in refusal(saved(document(*[code("")] * 100_000)))


def test_values_are_counted_before_they_are_parsed(saved, monkeypatch):
    monkeypatch.setattr(notebook, "MAX_VALUES", 1000)
    monkeypatch.setattr(json, "loads", lambda raw: pytest.fail("parsed"))
    assert "more than 1,000 values" in refusal(saved(b'{"nbformat": 4, "cells": [' + b"{}," * 2000 + b"{}]}"))


@pytest.mark.parametrize(
    "cell",
    [
        None,
        [],
        "cell",
        {},
        {"cell_type": 7, "source": 7, "metadata": 7, "id": 7},
        code(["a\n", 3, None, "b"]),
        code({"a": 1}),
        code("x", outputs={"a": 1}),
        code("x", outputs=[1, None, {}, {"output_type": []}, {"output_type": "stream", "text": {"a": 1}}]),
        code("x", outputs=[{"output_type": "execute_result", "data": [1]}]),
        code("x", outputs=[{"output_type": "display_data", "data": {"text/plain": 7, "text/html": "<script>"}}]),
        code("x", metadata={"nbgrader": [1], "tags": "figure"}),
        code("x", metadata={"nbgrader": {"grade_id": ["f"], "points": {"a": 1}}, "tags": [1, {"a": 2}]}),
        {"cell_type": "markdown", "source": "x", "attachments": {"a": 1, "b": {"image/png": 3}}},
        {"cell_type": "markdown", "source": "x", "attachments": ["a"]},
        {"cell_type": "heading", "source": "x"},
    ],
)
def test_any_types_in_a_cell_give_a_valid_notebook(saved, cell):
    nb = read(saved(document(cell, code("y = 1"))))
    nbformat.validate(nb)
    assert nb.cells[-1].source == "y = 1"


def test_a_source_as_a_list_is_the_same_as_a_text(saved):
    assert read(saved(document(code(["a = 1\n", "b = 2"])))) == read(saved(document(code("a = 1\nb = 2"))))


def test_line_ends_of_other_systems_are_line_feeds(saved):
    assert read(saved(document(code("a\r\nb\rc")))).cells[0].source == "a\nb\nc"


@pytest.mark.parametrize("bad", ["\\ud800", "\\udfff", "\\u0000"])
def test_characters_that_are_none_are_replaced(saved, bad):
    nb = read(saved('{"nbformat": 4, "cells": [{"cell_type": "code", "source": "a' + bad + 'b"}]}'))
    assert nb.cells[0].source == "a\ufffdb"
    nb.cells[0].source.encode()


def test_a_pair_of_surrogates_is_one_character(saved):
    nb = read(saved('{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\\ud83d\\ude00"}]}'))
    assert nb.cells[0].source == "\N{GRINNING FACE}"


def test_right_to_left_text_is_kept(saved):
    assert read(saved(document(code("# \u05d0\u202e")))).cells[0].source == "# \u05d0\u202e"


def test_of_duplicate_keys_the_last_counts_as_in_jupyter(saved):
    nb = read(saved('{"nbformat": 4, "cells": [], "cells": [{"cell_type": "code", "source": "a", "source": "b"}]}'))
    assert [cell.source for cell in nb.cells] == ["b"]


def test_nan_outside_of_what_is_read_does_no_harm(saved):
    path = saved(
        '{"nbformat": 4, "metadata": {"a": NaN}, "cells": [{"cell_type": "code", "source": "a", "x": -Infinity}]}'
    )
    assert read(path).cells[0].source == "a"


def test_a_byte_order_mark_does_no_harm(saved):
    assert read(saved(b"\xef\xbb\xbf" + json.dumps(document(code("a"))).encode())).cells[0].source == "a"


def test_duplicate_and_odd_cell_ids_give_valid_ids(saved):
    nb = read(saved(document(code("a", id="x"), code("b", id="x"), code("c", id="<script>"))))
    nbformat.validate(nb)
    assert len({cell.id for cell in nb.cells}) == 3


def test_only_text_and_png_outputs_stay_and_none_decides_a_grade(saved):
    outputs = [
        {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": ["4", ".0"]}},
        {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<script>", "image/svg+xml": "<svg/>"}},
        {"output_type": "error", "ename": "E", "evalue": "\x1b[31m", "traceback": []},
        {"output_type": "stream", "name": "stderr", "text": "warned"},
    ]
    kept = read(saved(document(code("a", outputs=outputs)))).cells[0].outputs
    assert [(o.output_type, o.get("text") or o.data["text/plain"]) for o in kept] == [
        ("display_data", "4.0"),
        ("stream", "warned"),
    ]
    assert kept[1].name == "stdout"
