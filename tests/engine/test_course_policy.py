"""Limits that a course sets in nbgrader_config.py: for all labs, for one, and what is no limit is one clear line."""

import pytest

from autograder.course import Course
from autograder.course_policy import policy_of
from autograder.errors import UserError
from autograder.pool import JudgeSettings
from autograder.sandbox.inside.imports import may_import
from autograder.sandbox.policy import Policy

START = "c = get_config()\nc.CourseDirectory.source_directory = 'assignments'\n"


@pytest.fixture
def course(tmp_path):
    def make(text: str) -> Course:
        (tmp_path / "assignments" / "lab02_batchnorm").mkdir(parents=True, exist_ok=True)
        (tmp_path / "assignments" / "lab06_lenet").mkdir(exist_ok=True)
        (tmp_path / "nbgrader_config.py").write_text(START + text + "\n")
        return Course(tmp_path)

    return make


def test_without_a_course_and_without_a_word_the_defaults_hold(course):
    assert policy_of(None, "lab02_batchnorm") == policy_of(course(""), "lab02_batchnorm") == Policy()


def test_a_course_sets_limits_for_all_labs_and_a_lab_its_own(course):
    made = course(
        "c.Policy.memory_mib = 2048\nc.Policy.call_seconds = 3\n"
        "c.Policy.labs = {'lab06_lenet': {'call_seconds': 30, 'imports': ['numpy', 'math']}}"
    )
    assert policy_of(made, "lab02_batchnorm") == Policy(memory_mib=2048, call_seconds=3.0)
    own = Policy(memory_mib=2048, call_seconds=30.0, imports=("numpy", "math"))
    assert policy_of(made, "lab06_lenet") == own
    assert type(policy_of(made, "lab06_lenet").call_seconds) is float, "3 and 3.0 give the same record"


def test_judges_are_made_with_the_limits_of_the_course(course, lab):
    made = course("c.Policy.memory_mib = 2048")
    assert JudgeSettings.of(lab, made).policy == Policy(memory_mib=2048)


@pytest.mark.parametrize(("text", "said"), [
    ("c.Policy.memory_mb = 3", "c.Policy.memory_mb is not a limit; there are call_seconds,"),
    ("c.Policy.memory_mib = 'much'", "c.Policy.memory_mib is 'much', expected a whole number from 64 to 1000000"),
    ("c.Policy.memory_mib = 3", "is 3, expected a whole number from 64"),
    ("c.Policy.processes = 1", "is 1, expected a whole number from 4"),
    ("c.Policy.processes = 8.0", "is 8.0, expected a whole number"),
    ("c.Policy.processes = True", "is True, expected a whole number"),
    ("c.Policy.call_seconds = 0", "is 0, expected a number from 0.01"),
    ("c.Policy.call_seconds = -1.5", "is -1.5, expected a number"),
    ("c.Policy.call_seconds = float('nan')", "is nan, expected a number"),
    ("c.Policy.call_seconds = float('inf')", "is inf, expected a number"),
    ("c.Policy.reply_mib = 4096", "is 4096, expected a whole number from 1 to 1024"),
    ("c.Policy.output_mib = 1", "output_mib is 1, expected at least reply_mib, 64"),
    ("c.Policy.imports = 'numpy'", "is 'numpy', expected names of modules"),
    ("c.Policy.imports = ['math']", "expected numpy among them"),
    ("c.Policy.imports = ['numpy', 'scipy.signal']", "holds 'scipy.signal', expected stdlib or names of modules"),
    ("c.Policy.imports = ['numpy', 'solutions']", "holds 'solutions', expected"),
    ("c.Policy.imports = ['numpy', 'autograder']", "holds 'autograder', expected"),
    ("c.Policy.imports = ['numpy', 'no_such_module']", "holds no_such_module, which is not installed"),
    ("c.Policy.labs = {'lab07_alexnet': {}}", "sets limits for 'lab07_alexnet', which is not a lab"),
    ("c.Policy.labs = ['lab06_lenet']", "expected limits by lab"),
    ("c.Policy.labs = {'lab06_lenet': 3}", "expected limits by lab"),
    ("c.Policy.labs = {'lab06_lenet': {'seconds': 3}}", "c.Policy.labs['lab06_lenet']['seconds'] is not a limit"),
    ("c.Policy.labs = {'lab06_lenet': {'cell_seconds': 'x' * 999}}", "expected a number"),
])  # fmt: skip
def test_what_is_no_limit_is_one_line_that_names_the_place_and_what_was_expected(course, text, said):
    with pytest.raises(UserError) as caught:
        policy_of(course(text), "lab02_batchnorm")
    assert said in str(caught.value)
    assert "nbgrader_config.py: c.Policy" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_packages_that_a_course_allows_are_bound_and_modules_of_python_are_not():
    assert Policy(imports=("numpy", "math", "stdlib", "jinja2")).packages == ("numpy", "jinja2")


@pytest.mark.parametrize(("module", "allowed", "may"), [
    ("numpy.linalg", ("numpy",), True),
    ("numpypy", ("numpy",), False),
    ("math", ("numpy",), False),
    ("os.path", ("numpy", "stdlib"), True),
    ("torch", ("numpy", "stdlib"), False),
])  # fmt: skip
def test_of_a_dotted_name_the_first_part_counts(module, allowed, may):
    assert may_import(module, allowed) is may
