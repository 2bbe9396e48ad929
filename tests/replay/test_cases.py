"""Frozen cases: the same for the same suite and salt everywhere, others for another salt."""

import json
import subprocess
import sys

import numpy as np
import pytest

from autograder.errors import InfrastructureError
from autograder.labs import find_lab
from autograder.replay.cases import DEFAULT_SALT, frozen_cases, salt_id
from autograder.replay.script import same
from autograder.replay.suite import collect

ELSEWHERE = """
import decimal, json, statistics, sys
sys.path.insert(0, sys.argv[2])
import matplotlib.pyplot, nbformat, full_of_constants
from autograder.labs import find_lab
from autograder.replay.cases import DEFAULT_SALT, frozen_cases
from autograder.replay.suite import collect
suite = collect(find_lab(sys.argv[1]))
print(json.dumps([frozen_cases(suite, salt).hash for salt in (DEFAULT_SALT, b"another")]))
"""


@pytest.fixture(scope="module")
def suite02():
    return collect(find_lab("lab02_batchnorm"))


@pytest.fixture(scope="module")
def suite(made):
    return collect(made)


def test_cases_are_the_same_in_another_process_whatever_modules_are_loaded_there(suite02, tmp_path):
    (tmp_path / "full_of_constants.py").write_text(f"X = {[n * 7919 for n in range(500)]}\nY = [0.1, 1e-7, 2.5]")
    command = [sys.executable, "-c", ELSEWHERE, "lab02_batchnorm", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"})
    here = [frozen_cases(suite02, salt).hash for salt in (DEFAULT_SALT, b"another")]
    assert json.loads(done.stdout) == here
    assert len(set(here)) == 2


def test_cases_drawn_twice_are_the_same_and_distinct_arrays(suite):
    one, other = frozen_cases(suite), frozen_cases(suite)
    assert one.hash == other.hash
    for test, cases in one.by_test.items():
        assert same(cases, other.by_test[test])


def test_another_salt_gives_other_cases_to_every_test_that_draws(suite):
    one, other = frozen_cases(suite, b"one"), frozen_cases(suite, b"two")
    assert one.salt_id != other.salt_id
    alike = [test.id for test in suite.tests if test.drawn and same(one.by_test[test.id], other.by_test[test.id])]
    assert alike == []


def test_a_salt_is_named_without_being_told():
    salt = b"0123456789abcdef"
    assert salt_id(salt) == salt_id(salt)
    assert len(salt_id(salt)) == 8
    assert salt_id(salt) not in salt.hex()


def test_cases_of_a_file_are_those_that_were_drawn(suite, tmp_path):
    drawn = frozen_cases(suite, b"s", tmp_path)
    (path,) = tmp_path.iterdir()
    assert suite.hash[:12] in path.name
    assert salt_id(b"s") in path.name
    before = path.read_bytes()
    read = frozen_cases(suite, b"s", tmp_path)
    assert read.hash == drawn.hash
    for test, cases in read.by_test.items():
        assert same(cases, drawn.by_test[test])
    assert path.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [path.name], "no temporary file is left"


def test_another_salt_has_a_file_of_its_own(suite, tmp_path):
    frozen_cases(suite, b"one", tmp_path)
    frozen_cases(suite, b"two", tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    "damage", [lambda raw: raw[:-5], lambda raw: b"", lambda raw: raw + b"x", lambda raw: raw[::-1]]
)
def test_a_damaged_file_of_cases_is_our_failure_and_says_what_to_do(suite, tmp_path, damage):
    frozen_cases(suite, b"s", tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(InfrastructureError, match=r"is damaged .*; delete it and it will be drawn again"):
        frozen_cases(suite, b"s", tmp_path)


def test_frozen_arrays_cannot_be_written_to(suite02):
    arrays = [
        value
        for cases in frozen_cases(suite02).by_test.values()
        for case in cases
        for drawn in case.values()
        for value in (drawn.values() if isinstance(drawn, dict) else [drawn])
        if isinstance(value, np.ndarray)
    ]
    assert len(arrays) > 100
    assert not any(array.flags.writeable for array in arrays)


def test_layouts_survive_freezing(suite02):
    layouts = {
        (value.flags.c_contiguous, value.flags.f_contiguous)
        for cases in frozen_cases(suite02).by_test.values()
        for case in cases
        for drawn in case.values()
        if isinstance(drawn, dict)
        for value in drawn.values()
        if isinstance(value, np.ndarray) and value.ndim == 2
    }
    assert (False, False) in layouts or (False, True) in layouts, "some inputs are not in C order"


def test_a_test_that_draws_nothing_has_one_empty_case(suite):
    undrawn = [test for test in suite.tests if test.drawn is None]
    cases = frozen_cases(suite)
    assert all(cases.by_test[test.id] == [{}] for test in undrawn)


def test_drawing_leaves_the_tests_as_they_were(suite):
    bodies = {test.id: test.drawn.hypothesis.inner_test for test in suite.tests if test.drawn}
    frozen_cases(suite, b"again")
    assert all(test.drawn.hypothesis.inner_test is bodies[test.id] for test in suite.tests if test.drawn)
