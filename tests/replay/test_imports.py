"""A cell that imports what the lab does not allow fails with one sentence: which module, and what is allowed."""

import pytest

from autograder.engine import Judge
from autograder.replay.imports import refused_import
from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import Wall

from .made import SOLUTION, handed_in, make_lab

TIGHT = Policy(imports=("numpy", "math"))
ALL = "numpy, Python's standard library"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    return make_lab(tmp_path_factory.mktemp("imports"))


@pytest.fixture(scope="module", params=["wall", "none"])
def judges(request, lab):
    """Judges of the default policy and of a tight one, behind a wall and without."""

    def make(policy):
        return Judge(
            lab, Wall(policy, "warm") if request.param == "wall" else InProcessSandbox(policy, restricted=True)
        )

    with make(Policy()) as wide, make(TIGHT) as tight:
        yield {"wide": wide, "tight": tight}


@pytest.mark.parametrize(("judge", "text", "line", "module", "allowed"), [
    ("wide", "import numpy as np\nimport torch.nn as nn", 2, "torch.nn", ALL),
    ("wide", "x = 1\nfrom scipy.signal import (\n    convolve2d,\n)", 2, "scipy.signal", ALL),
    ("wide", "def g():\n    import tensorflow\ng()", 2, "tensorflow", ALL),
    ("wide", "import math, autograder, solutions", 1, "autograder", ALL),
    ("tight", "import math\nimport itertools", 2, "itertools", "numpy, math"),
    ("tight", "from os import path", 1, "os", "numpy, math"),
    ("tight", "import importlib; importlib.import_module('os')", 1, "importlib", "numpy, math"),
])  # fmt: skip
def test_the_sentence_names_the_module_and_what_is_allowed(judges, judge, text, line, module, allowed):
    record = judges[judge].judge(handed_in(judges[judge].lab, SOLUTION, text))
    assert [cell.status for cell in record.cells] == ["ran", "failed"]
    assert record.cells[1].message == (
        f"This cell stopped at line {line}: it imports {module}, and in this lab only these can be imported: {allowed}."
    )


@pytest.mark.parametrize("text", [
    "import numpy.linalg, os, sys, time, typing, warnings, random, copy, json, pickle, re, collections.abc",
    "import matplotlib.pyplot as plt, seaborn, tqdm, labkit\nfrom IPython.display import display",
    "try:\n    import torch\nexcept ImportError:\n    torch = None",
    "try:\n    import torch\nexcept ModuleNotFoundError as error:\n    assert error.name == 'torch'",
    "from __future__ import annotations",
])  # fmt: skip
def test_what_harms_nothing_is_imported_by_default(judges, text):
    record = judges["wide"].judge(handed_in(judges["wide"].lab, text))
    assert [cell.status for cell in record.cells] == ["ran"]


def test_what_is_allowed_may_itself_import_anything(judges):
    record = judges["tight"].judge(
        handed_in(judges["tight"].lab, "import numpy as np\nnp.random.default_rng(0)\nimport numpy.testing")
    )
    assert [cell.status for cell in record.cells] == ["ran"]


def test_other_failures_keep_their_sentence(judges):
    record = judges["wide"].judge(handed_in(judges["wide"].lab, "import math\nraise ModuleNotFoundError('torch')"))
    assert record.cells[0].message == "This cell stopped at line 2 with ModuleNotFoundError."


@pytest.mark.parametrize("text", ["import (", "\0", "(" * 500, "x = 1", "from . import y", ""])
def test_a_text_without_such_an_import_gives_none(text):
    assert refused_import(text, 1, ("numpy",)) is None


def test_a_long_name_is_cut_off():
    assert refused_import("import " + "x" * 999, 1, ()) == "x" * 60
