"""A class pays once for what the kit's own answers return: it is kept in memory, and in the course's folder."""

from dataclasses import replace

import pytest

from autograder.diagnosis.trusted import Trusted
from autograder.sandbox.policy import Policy
from autograder.sandbox.proxy import Contract

from .conftest import judge_of

LAB, STEM = "lab02_batchnorm", "identity_exchanged"
TEST = "test_identity_parameters::"


def trusted(folder, **changes):
    judge = judge_of(LAB)
    own = judge.diagnosis.trusted
    given = {"reference": own.reference, "sources": own.sources, "scripts": own.scripts, "contract": own.contract}
    return Trusted(**given | changes, folder=folder)


def first_test():
    return next(name for name in judge_of(LAB).scripts if name.startswith(TEST))


def everything(found, test):
    return {number: found.differing(STEM, test, number) for number in range(len(found.scripts[test].cases))}


def test_another_process_reads_what_one_has_worked_out(tmp_path, monkeypatch):
    first = everything(trusted(tmp_path), first_test())
    assert any(first.values())
    (kept,) = tmp_path.iterdir()
    assert kept.stat().st_size < 20_000
    monkeypatch.setattr(Trusted, "_compare", lambda *_: 1 / 0)
    assert everything(trusted(tmp_path), first_test()) == first


def test_what_another_reference_gave_is_not_read(tmp_path):
    trusted(tmp_path).differing(STEM, first_test(), 0)
    other = judge_of(LAB).diagnosis.trusted.reference + "\n# another edition\n"
    trusted(tmp_path, reference=other).differing(STEM, first_test(), 0)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_damaged_file_is_worked_out_again(tmp_path):
    first = everything(trusted(tmp_path), first_test())
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"nothing of the kind")
    assert everything(trusted(tmp_path), first_test()) == first


def test_without_a_course_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert trusted(None).differing(STEM, first_test(), 0)
    assert list(tmp_path.iterdir()) == []


def test_cases_that_may_take_long_are_worked_out_one_by_one(tmp_path, monkeypatch):
    asked = []
    compare = Trusted._compare
    monkeypatch.setattr(Trusted, "_compare", lambda self, *place: asked.append(place) or compare(self, *place))
    slow = trusted(tmp_path, contract=Contract(judge_of(LAB).suite.contract, {"identity_parameters": 20}))
    one_by_one = slow.differing(STEM, first_test(), 0)
    assert asked == [(STEM, first_test(), [0])]
    assert one_by_one == trusted(None).differing(STEM, first_test(), 0)
    assert len(asked) > 1, "the others come together"


LOOPS = """
def identity_parameters(x, eps):
    while True:
        try:
            while True:
                pass
        except Exception:
            pass
"""


@pytest.mark.filterwarnings("ignore")
def test_a_wrong_answer_that_does_not_end_is_no_answer_and_costs_its_deadline_only(caplog):
    test = first_test()
    sources = judge_of(LAB).diagnosis.trusted.sources | {STEM: LOOPS}
    found = trusted(None, sources=sources, scripts={test: judge_of(LAB).scripts[test]})
    found.policy = Policy(call_seconds=0.02)
    assert not any(everything(found, test).values())
    assert "gave no answer in time" in caplog.text


def test_what_is_only_played_live_is_called_by_what_was_asked():
    test = first_test()
    script = judge_of(LAB).scripts[test]
    found = trusted(None, scripts={test: replace(script, scripts=[None] * len(script.cases))})
    names = {part.name for part in found.parts(test, 0, found.right(test, 0))}
    assert names == set(script.asked[0]) == {"identity_parameters"}
    assert found.differing(STEM, test, 0).keys() == {"0"}
