"""Notebooks of hostile form, as data: what is done to the solved notebook, and the verdict that is expected.

Verdicts: SAME, the points of the solved notebook; REFUSED with words, ungraded and exit code 2; POINTS, so many less.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SAME, REFUSED, LESS = "same", "refused", "less"
Spoil = Callable[[dict[str, Any], Path], "bytes | str | None"]


@dataclass(frozen=True)
class Form:
    """One case: `spoil` changes the document or gives the file's content, and may put files into the folder."""

    spoil: Spoil
    verdict: str = SAME
    words: str = ""  # of the refusal, or of a note that the student reads


def code(source: Any, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None, **more}


def cell(nb: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(c for c in nb["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == name)
    return found


def added(source: Any, **more: Any) -> Spoil:
    """With a code cell of the student's own, first of all."""
    return lambda nb, folder: nb["cells"].insert(0, code(source, **more))


def appended(name: str, text: str) -> Spoil:
    """With text at the end of a known cell."""

    def spoil(nb: dict[str, Any], folder: Path) -> None:
        source = cell(nb, name)["source"]
        cell(nb, name)["source"] = ("".join(source) if isinstance(source, list) else source) + text

    return spoil


def beside(name: str, text: str = "") -> Spoil:
    """With a file beside that leaves a trace if anybody runs it; `{marker}` is where."""

    def spoil(nb: dict[str, Any], folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text or f"open({str(folder.parent.parent.parent / 'marker')!r}, 'w').write(__file__)\n")

    return spoil


def text_replaced(old: str, new: str) -> Spoil:
    """With another text in the file itself, where JSON has more than one way to say a thing."""

    def spoil(nb: dict[str, Any], folder: Path) -> str:
        text = json.dumps(nb, ensure_ascii=False)
        assert old in text
        return text.replace(old, new, 1)

    return spoil


def result(text: str) -> dict[str, Any]:
    """A saved output that nbgrader would take for a score."""
    return {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": text}}


def points(nb: dict[str, Any], value: float) -> None:
    for one in nb["cells"]:
        if "nbgrader" in one["metadata"]:
            one["metadata"]["nbgrader"]["points"] = value


def metadata(**values: Any) -> Spoil:
    return lambda nb, folder: nb["metadata"].update(values)


def encoded(encoding: str) -> Spoil:
    return lambda nb, folder: json.dumps(nb, ensure_ascii=False).encode(encoding)


def every_cell(change: Callable[[dict[str, Any]], Any]) -> Spoil:
    def spoil(nb: dict[str, Any], folder: Path) -> None:
        for one in nb["cells"]:
            change(one)

    return spoil


def many_outputs(nb: dict[str, Any], folder: Path) -> None:
    shown = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 1_000_000}}
    cell(nb, "batchnorm_forward")["outputs"] = [shown] * 100


def a_million_cells(nb: dict[str, Any], folder: Path) -> bytes:
    one = b'{"cell_type":"code","metadata":{},"source":"","outputs":[]}'
    return b'{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[' + b",".join([one] * 1_000_000) + b"]}"


def a_million_empty_cells(nb: dict[str, Any], folder: Path) -> bytes:
    return b'{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[' + b",".join([b"{}"] * 1_000_000) + b"]}"


def fifty_million_values(nb: dict[str, Any], folder: Path) -> bytes:
    return b'{"nbformat":4,"nbformat_minor":5,"metadata":{"a":[' + b"0," * 50_000_000 + b'0]},"cells":[]}'


RUNS = "<script>alert(1)</script>"
SHELL = "touch {marker} && curl http://example.invalid"
LARGE: dict[str, Form] = {
    "a million cells": Form(a_million_cells, REFUSED, "has 1,000,000 cells, at most 5,000"),
    "a million empty cells": Form(a_million_empty_cells, REFUSED, "has 1,000,000 cells, at most 5,000"),
    "a hundred megabytes of outputs": Form(many_outputs),
    "fifty million values": Form(fifty_million_values, REFUSED, "more than 10,000,000 values"),
    "nested 100,000 deep": Form(lambda nb, folder: b"[" * 100_000, REFUSED, "nested too deeply"),
    "metadata nested 100,000 deep": Form(
        lambda nb, folder: b'{"nbformat":4,"cells":[],"metadata":' + b'{"a":' * 100_000, REFUSED, "nested too deeply"
    ),
    "three hundred megabytes": Form(lambda nb, folder: b" " * 300_000_000, REFUSED, "has 300 MB, at most 200 MB"),
    "a source of fifty megabytes": Form(added("x = 1\n" * 8_000_000), SAME, "was cut off"),
    "a line of ten megabytes": Form(added("x = '" + "a" * 10_000_000 + "'"), SAME, "was cut off"),
    "three thousand cells of the student's own": Form(
        lambda nb, folder: nb["cells"].extend(code(f"x{n} = {n}") for n in range(3000)), SAME, "Only the first 500 of"
    ),
    "a picture of sixty megabytes pasted": Form(
        lambda nb, folder: cell(nb, "written_small_batches").update(
            attachments={"a.png": {"image/png": "iVBORw0KGgo" + "A" * 60_000_000}}
        )
    ),
}
FORMS: dict[str, Form] = {
    # What JSON leaves open.
    "duplicate keys, the first is empty": Form(text_replaced('"cells": [', '"cells": [], "cells": [')),
    "a source twice": Form(text_replaced('"source":', '"source": "raise SystemExit", "source":')),
    "NaN": Form(metadata(a=float("nan"), b=float("inf"), c=-float("inf"))),
    "NaN for points": Form(lambda nb, folder: points(nb, float("nan"))),
    "a number of 5,000 digits": Form(
        text_replaced('"metadata":', '"a": ' + "9" * 5000 + ', "metadata":'), REFUSED, "not valid JSON"
    ),
    "1e400": Form(text_replaced('"metadata":', '"a": 1e400, "metadata":')),
    "lone surrogates in a comment": Form(appended("batchnorm_forward", "\n# \udfff \ud800")),
    "lone surrogates escaped": Form(appended("batchnorm_forward", "\n# \\ud800 \\udc00\\ud800")),
    "a NUL in a comment": Form(appended("batchnorm_forward", "\n# a\0b")),
    "a NUL in code": Form(added("x = 1\0"), SAME),
    "a byte order mark": Form(lambda nb, folder: b"\xef\xbb\xbf" + json.dumps(nb).encode()),
    "UTF-16": Form(encoded("utf-16")),
    "Latin-1": Form(lambda nb, folder: json.dumps(nb).encode() + b'"\xe9"', REFUSED, "not valid JSON"),
    "text after the end": Form(lambda nb, folder: json.dumps(nb) + "}", REFUSED, "not valid JSON"),
    "another end of line": Form(every_cell(lambda c: c.update(source="".join(c["source"]).replace("\n", "\r\n")))),
    # What the format leaves open.
    "sources as lists": Form(every_cell(lambda c: c.update(source="".join(c["source"]).splitlines(keepends=True)))),
    "ids that are no ids": Form(every_cell(lambda c: c.update(id="<script>alert(1)</script>"))),
    "the same id everywhere": Form(every_cell(lambda c: c.update(id="x"))),
    "outputs that are no list": Form(every_cell(lambda c: c.update(outputs={"a": 1}))),
    "an old minor version": Form(lambda nb, folder: nb.update(nbformat_minor=0)),
    "a version from the future": Form(lambda nb, folder: nb.update(nbformat=5), REFUSED, "format 5, which is not read"),
    "no metadata": Form(lambda nb, folder: nb.pop("metadata") and None),
    "cells that are none": Form(lambda nb, folder: nb["cells"].extend([None, 7, [], "x", {"cell_type": []}])),
    "a kernel of another language": Form(metadata(kernelspec={"name": "../../bin/sh", "language": "bash"})),
    "cells copied": Form(lambda nb, folder: nb["cells"].extend(json.loads(json.dumps(nb["cells"]))), SAME, "left out"),
    "points changed": Form(lambda nb, folder: points(nb, 1e9)),
    "marked as passed": Form(lambda nb, folder: cell(nb, "test_batchnorm_forward").update(outputs=[result("1e9")])),
    "a test rewritten": Form(
        lambda nb, folder: cell(nb, "test_batchnorm_forward").update(source="1000"), SAME, "was put back"
    ),
    "a stub with its points in the output": Form(
        lambda nb, folder: cell(nb, "identity_parameters").update(
            source="def identity_parameters(x, eps):\n    raise NotImplementedError",
            outputs=[result("10")],
        ),
        LESS,
    ),
    # Magics and shell escapes.
    "a shell line": Form(added(f"!{SHELL}"), SAME, "were not run"),
    "a shell line with two marks": Form(added(f"!!{SHELL}"), SAME, "were not run"),
    "a shell cell": Form(added(f"%%bash\n{SHELL}"), SAME, "was not run"),
    "a cell of JavaScript": Form(added("%%javascript\nalert(1)"), SAME, "was not run"),
    "a file written by a magic": Form(added("%%writefile {marker}\nx"), SAME, "was not run"),
    "a shell line's output taken": Form(added(f"x = !{SHELL}"), SAME, "were not run"),
    "a system call by IPython": Form(added(f"get_ipython().system('{SHELL}')")),
    "a magic in a function": Form(
        appended("batchnorm_forward", f"\ndef helper():\n    !{SHELL}\n    return 1\n"), SAME, "were not run"
    ),
    "a shell line that goes on": Form(added(f"!{SHELL} \\\n  && true\nx = 1"), SAME, "were not run"),
    "os.system": Form(added(f"import os\nos.system('{SHELL}')")),
    # Files beside the notebook.
    "conftest.py": Form(beside("conftest.py")),
    "numpy.py": Form(beside("numpy.py")),
    "numpy as a package": Form(beside("numpy/__init__.py")),
    "sitecustomize.py": Form(beside("sitecustomize.py")),
    "usercustomize.py": Form(beside("usercustomize.py")),
    "a .pth file": Form(beside("x.pth", "import os; os.system('touch {marker}')")),
    "pytest.ini": Form(beside("pytest.ini", "[pytest]\npython_files = *\naddopts = -p no:cacheprovider\n")),
    "labkit.py": Form(beside("labkit.py")),
    "the suite's own name": Form(beside("test_batchnorm_forward.py")),
    "nbgrader_config.py": Form(beside("nbgrader_config.py")),
    "autograder as a package": Form(beside("autograder/__init__.py")),
    "a second notebook": Form(beside("copy of it.ipynb", "{}")),
    "names that garble a listing": Form(beside("\u202egnp.exe\x1b[2J", "x")),
    # Text that reaches a browser, a terminal or a spreadsheet.
    "a script in a written answer": Form(appended("written_small_batches", "<script>alert(1)</script>")),
    "an image that runs": Form(appended("written_small_batches", "<img src=x onerror=alert(1)>")),
    "a link that runs": Form(appended("written_small_batches", "[x](javascript:alert(1))")),
    "a script in an exception": Form(added("raise ValueError('<script>alert(1)</script>')")),
    "a terminal's escapes in an exception": Form(
        added("raise ValueError('\\x1b]52;c;cm0gLXJmIC8=\\x07\\x1b[2J\\x1b]8;;http://x\\x07')")
    ),
    "a name of a cell that runs": Form(
        added("x = 1", metadata={"nbgrader": {"grade_id": RUNS + "\x1b[31m", "grade": True}})
    ),
    "an output that runs": Form(
        added("x = 1", outputs=[{"output_type": "display_data", "metadata": {}, "data": {"text/html": RUNS}}])
    ),
    "right to left in code": Form(appended("batchnorm_forward", "\n# \u202e evil \u2066")),
    "a formula in a comment": Form(appended("batchnorm_forward", '\n# =HYPERLINK("http://x")')),
}
# Students' names, as a course may have them that does not check owners.
NAMES: dict[str, bool] = {  # fit?
    '=HYPERLINK("http:")': True,
    "+1": True,
    "-rf": True,
    "@sum": True,
    "<script>alert(1)": True,
    "[bold]": True,
    "[bold red]": True,
    "%s{0}$(id)`id`": True,
    "a;b,c\"d'": True,
    "\x1b[31mred": False,
    "bell\a": False,
    "line\nfeed": False,
    "tab\t": False,
    "right\u202eleft": False,
    "zero\u200bwidth": False,
    ".hidden": False,
    "x" * 230: False,
    "\udcff": False,
}
