"""Mutants differ from the solutions in one change, and the list of equivalent ones stays true."""

import ast
import difflib

import pytest

from autograder.errors import UserError
from autograder.labs import all_labs
from autograder.verify import mutants as part
from autograder.verify.mutation import mutants_of

SOURCE = '''"""A module."""

import numpy as np


def scaled(x: np.ndarray, y: np.ndarray, width: int = 3, centred: bool = True) -> np.ndarray:
    """Docstring: 1 + 1, not to be touched."""
    # a comment: 2 * 2
    if x.shape[0] < width and not centred:
        raise ValueError(f"x has {x.shape[0]} rows")
    total = np.sqrt(x).sum(axis=0, keepdims=True)  # stays here
    total *= 2.5
    part = x[1:-1, width]
    for i in range(width):
        total = total - np.dot(part, y.T) / (x + y)
    return total, x.mean(axis=(0, 1))
'''


def changes(operator, function="scaled"):
    return {(m.before, m.after) for m in mutants_of(SOURCE) if m.operator == operator and m.function == function}


@pytest.mark.parametrize(
    ("operator", "before", "after"),
    [
        ("number", "width: int = 3", "width: int = 4"),
        ("flag", "centred: bool = True", "centred: bool = False"),
        ("comparison", "if x.shape[0] < width and not centred:", "if x.shape[0] <= width and not centred:"),
        ("and, or", "if x.shape[0] < width and not centred:", "if x.shape[0] < width or not centred:"),
        ("dropped not", "if x.shape[0] < width and not centred:", "if x.shape[0] < width and centred:"),
        ("exception", 'raise ValueError(f"x has {x.shape[0]} rows")', 'raise TypeError(f"x has {x.shape[0]} rows")'),
        ("dropped call", "total = np.sqrt(x).sum(axis=0, keepdims=True)", "total = x.sum(axis=0, keepdims=True)"),
        ("mean for sum", "", "total = np.sqrt(x).mean(axis=0, keepdims=True)"),
        ("axis", "total = np.sqrt(x).sum(axis=0, keepdims=True)", "total = np.sqrt(x).sum(axis=1, keepdims=True)"),
        ("keepdims", "total = np.sqrt(x).sum(axis=0, keepdims=True)", "total = np.sqrt(x).sum(axis=0, keepdims=False)"),
        ("augmented assignment", "total *= 2.5", "total /= 2.5"),
        ("augmented assignment", "total *= 2.5", "total = 2.5"),
        ("number", "total *= 2.5", "total *= 5.0"),
        ("slice", "part = x[1:-1, width]", "part = x[1 + 1:-1, width]"),
        ("slice", "part = x[1:-1, width]", "part = x[1:, width]"),
        ("dropped call", "for i in range(width):", "for i in width:"),
        ("wrong operand", "total = total - np.dot(part, y.T) / (x + y)", "total = total - np.dot(part, x.T) / (x + y)"),
        ("swapped arguments", "", "total = total - np.dot(y.T, part) / (x + y)"),
        ("dropped transposition", "", "total = total - np.dot(part, y) / (x + y)"),
        ("arithmetic operator", "", "total = total - np.dot(part, y.T) / (x - y)"),
        ("dropped operand", "", "total = total - np.dot(part, y.T) / (y)"),
        ("order", "return total, x.mean(axis=(0, 1))", "return x.mean(axis=(0, 1)), total"),
        ("dropped element", "return total, x.mean(axis=(0, 1))", "return total, x.mean(axis=(1,))"),
        ("sum for mean", "return total, x.mean(axis=(0, 1))", "return total, x.sum(axis=(0, 1))"),
        ("dropped statement", "total *= 2.5", "pass"),
    ],
)
def test_an_operator_makes_this_change(operator, before, after):
    assert after in {two for one, two in changes(operator) if not before or one == before}


def test_the_order_of_a_set_of_axes_is_left_alone():
    assert not any("(1, 0)" in mutant.after for mutant in mutants_of(SOURCE))


def test_a_mutant_is_the_module_with_one_change_and_every_other_character_as_it_was():
    mutants = mutants_of(SOURCE)
    assert len(mutants) > 60
    for mutant in mutants:
        edits = [line for line in difflib.ndiff(SOURCE.splitlines(), mutant.source.splitlines()) if line[0] in "+-"]
        assert len([line for line in edits if line[0] == "-"]) == 1, mutant
        assert '"""Docstring: 1 + 1, not to be touched."""' in mutant.source
        assert "# stays here" in mutant.source
        assert "-> np.ndarray:" in mutant.source
    assert len({ast.dump(ast.parse(mutant.source)) for mutant in mutants}) == len(mutants)


class CrewThatSays:
    """Stands for processes: kills every mutant but those it is told to spare."""

    def __init__(self, spared):
        self.spared = spared

    def each(self, work, items, tick):
        yield from ((mutant, None if mutant.key in self.spared else "test_q::test_x") for mutant in items)


class AnyLab:
    name = "lab02_batchnorm"
    solution = all_labs()[0].solution

    def __init__(self, folder):
        self.suite = folder


def entry(key, reason="because"):
    return "[[mutant]]\n" + "".join(
        f"{name} = '''{value}'''\n"
        for name, value in zip(("function", "before", "after", "reason"), (*key, reason), strict=True)
    )


def test_a_survivor_is_found_unless_it_is_listed_as_equivalent(tmp_path):
    survivor = mutants_of(AnyLab.solution.read_text())[7]
    crew = CrewThatSays({survivor.key})
    result = part.check_mutants(AnyLab(tmp_path), crew, lambda *_: None)
    assert [finding.where for finding in result.findings] == [f"{AnyLab.solution.name}:{survivor.line}"]
    assert survivor.after in result.findings[0].what
    (tmp_path / "equivalent.toml").write_text(entry(survivor.key))
    result = part.check_mutants(AnyLab(tmp_path), crew, lambda *_: None)
    assert (result.ok, result.findings, result.equivalent, result.score) == (True, (), 1, 1.0)


def test_a_listed_mutant_that_is_killed_or_gone_is_stale(tmp_path):
    killed = mutants_of(AnyLab.solution.read_text())[7].key
    (tmp_path / "equivalent.toml").write_text(entry(killed) + entry(("f", "a = 1", "a = 2")))
    result = part.check_mutants(AnyLab(tmp_path), CrewThatSays(set()), lambda *_: None)
    assert not result.ok
    assert [finding.what.split(":")[0] for finding in result.findings] == ["stale", "stale"]
    assert {"is no mutant any more", "is killed by test_q::test_x"} == {
        text for text in ("is no mutant any more", "is killed by test_q::test_x")
        if any(text in finding.what for finding in result.findings)
    }  # fmt: skip


def test_survivors_are_tolerated_up_to_the_score(tmp_path):
    mutants = mutants_of(AnyLab.solution.read_text())
    few, many = mutants[: len(mutants) // 110], mutants[: len(mutants) // 80]
    for survivors, ok in ((few, True), (many, False)):
        crew = CrewThatSays({mutant.key for mutant in survivors})
        result = part.check_mutants(AnyLab(tmp_path), crew, lambda *_: None)
        assert result.ok is ok
        assert result.findings


def test_an_entry_without_a_reason_is_refused(tmp_path):
    path = tmp_path / "equivalent.toml"
    path.write_text(entry(("f", "a", "b"), reason=""))
    with pytest.raises(UserError, match="mutant 1 has no reason"):
        part.read_equivalents(path)
    path.write_text("[[mutant")
    with pytest.raises(UserError, match="is not TOML"):
        part.read_equivalents(path)
