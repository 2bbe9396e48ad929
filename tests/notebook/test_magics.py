"""Magics and shell lines: gone, with every other line where it was, and Python untouched."""

import ast

import pytest

from autograder import magics
from autograder.magics import neutralise


@pytest.mark.parametrize(
    "source",
    [
        "",
        "x = 1",
        "text = '''\n%matplotlib inline\n!ls\n'''",
        "x = (17\n     % 5)",
        "x = 17 \\\n  % 5",
        "x != 1",
        "# %matplotlib inline",
        "def f(:\n    return",
        "x = [\n    1",
        "\0",
        "(" * 1000,
    ],
)
def test_python_and_broken_python_stay_as_they_are(source):
    assert neutralise(source) == (source, None)


@pytest.mark.parametrize(
    ("line", "becomes", "left_out"),
    [
        ("%matplotlib inline", "pass  # %matplotlib inline", None),
        ("%load_ext autoreload", "pass  # %load_ext autoreload", None),
        ("%timeit f(1)", "pass  # %timeit f(1)", None),
        ("%time y = f(1)", "y = f(1)", None),
        ("%load secrets.py", "pass  # %load secrets.py", "!"),
        ("%run other.py", "pass  # %run other.py", "!"),
        ("!curl evil.example", "pass  # !curl evil.example", "!"),
        ("!!ls", "pass  # !!ls", "!"),
        ("!echo it's", "pass  # !echo it's", "!"),
        ("!echo '''", "pass  # !echo '''", "!"),
        ("!echo (", "pass  # !echo (", "!"),
        ("files = !ls", "files = None  # !ls", "!"),
        ("a, b = %sc ls", "a, b = None  # %sc ls", "!"),
        ("np.dot?", "pass  # np.dot?", None),
        ("?np.dot", "pass  # ?np.dot", None),
        ("np??", "pass  # np??", None),
    ],
)
def test_a_magic_line_does_nothing_and_its_neighbours_stay(line, becomes, left_out):
    source = f"a = 1\n{line}\nfor i in a:\n    {line}\nb = (7\n  % 2)\n"
    fixed, noted = neutralise(source)
    assert fixed == f"a = 1\n{becomes}\nfor i in a:\n    {becomes}\nb = (7\n  % 2)\n"
    assert noted == left_out
    ast.parse(fixed)


def test_a_shell_command_over_several_lines_is_gone_as_a_whole():
    fixed, _ = neutralise("!pip install \\\n  torch \\\n  jax\nx = 1")
    assert fixed == "pass  # !pip install \\\n#   torch \\\n#   jax\nx = 1"


@pytest.mark.parametrize("magic", ["%%time", "%%capture out", "%%timeit -n 3"])
def test_of_a_cell_magic_for_python_only_its_line_is_gone(magic):
    assert neutralise(f"\n{magic}\ndef f():\n    return 1") == (f"\n# {magic}\ndef f():\n    return 1", None)


@pytest.mark.parametrize("magic", ["%%javascript", "%%bash", "%%writefile", "%%html"])
def test_a_cell_in_another_language_becomes_comments(magic):
    assert neutralise(f"{magic}\nalert(1)\n") == (f"# {magic}\n# alert(1)\n# ", magic)


def test_an_odd_cell_magic_is_not_quoted():
    assert neutralise("%%\x1b]8;;evil\nx")[1] == "%%"


@pytest.mark.parametrize("seed", range(5))
def test_the_number_of_lines_is_kept(seed):
    lines = ["x = 1", "!ls", "%time f()", "", "s = '''", "'''", "f?", "y = !ls", "def g():", "    %magic", "!a \\"]
    for shift in range(len(lines)):
        source = "\n".join(lines[shift:] + lines[: shift + seed])
        assert neutralise(source)[0].count("\n") == source.count("\n")


def test_more_magics_than_are_looked_at_one_by_one_are_all_gone():
    fixed, _ = neutralise("!ls\n" * 100 + "x = 1")
    ast.parse(fixed)


def test_nothing_is_executed(tmp_path):
    neutralise(f"!touch {tmp_path}/a\n__import__('pathlib').Path('{tmp_path}/b').touch()\n%sx touch {tmp_path}/c")
    assert list(tmp_path.iterdir()) == []


def test_warnings_of_a_students_text_are_not_errors():
    assert neutralise("s = '\\d'\n1 is 1\n!ls") == ("s = '\\d'\n1 is 1\npass  # !ls", "!")


@pytest.mark.parametrize("source", ["!ls\n" * 1000, "!ls\n" * 20_000])
def test_a_cell_is_compiled_a_few_times_at_most(monkeypatch, source):
    compiled = []
    monkeypatch.setattr(magics, "_complaint", lambda text: compiled.append(text) or len(compiled))
    neutralise(source)
    assert len(compiled) <= magics.MAX_STEPS
    assert sum(map(len, compiled)) <= magics.MAX_STEPS * magics.MAX_COMPILED


HARD = {
    "minuses": "-" * 190_000 + "1",
    "attributes": "a" + ".b" * 90_000,
    "calls": "a" + "()" * 90_000,
    "parentheses": "(" * 190_000,
    "lambdas": "lambda:" * 20_000 + "1",
    "tuple": "1," * 90_000,
    "assignments": "a = " * 40_000 + "!",
    "targets": "a, " * 60_000 + "= x",
    "percents": "%" * 190_000,
    "blank lines": "\n" * 190_000,
    "questions": "a?" * 90_000,
}


@pytest.mark.parametrize("hard", HARD.values(), ids=HARD.keys())
def test_hard_texts_break_nothing(hard):
    for source in (hard, "!ls\n" + hard, "!ls\n" * 10 + hard[:40_000]):
        assert neutralise(source)[0].count("\n") == source.count("\n")
