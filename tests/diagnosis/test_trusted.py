"""A class pays once for what the kit's own answers return: it is kept in memory, and in the course's folder."""

from autograder.diagnosis.trusted import Trusted

from .conftest import judge_of

LAB, STEM = "lab02_batchnorm", "identity_exchanged"
TEST = "test_identity_parameters::"


def trusted(folder):
    judge = judge_of(LAB)
    own = judge.diagnosis.trusted
    return Trusted(own.reference, own.sources, own.scripts, own.contract, folder=folder)


def test_another_process_reads_what_one_has_worked_out(tmp_path, monkeypatch):
    test = next(name for name in judge_of(LAB).scripts if name.startswith(TEST))
    first = trusted(tmp_path).differing(STEM, test)
    assert any(first.values())
    (kept,) = tmp_path.iterdir()
    assert kept.stat().st_size < 20_000
    monkeypatch.setattr(Trusted, "_results", lambda *_: 1 / 0)
    again = trusted(tmp_path).differing(STEM, test)
    assert {number: dict(keys) for number, keys in again.items()} == first


def test_a_damaged_file_is_worked_out_again(tmp_path):
    test = next(name for name in judge_of(LAB).scripts if name.startswith(TEST))
    first = trusted(tmp_path).differing(STEM, test)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"nothing of the kind")
    assert trusted(tmp_path).differing(STEM, test) == first


def test_without_a_course_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    test = next(name for name in judge_of(LAB).scripts if name.startswith(TEST))
    assert trusted(None).differing(STEM, test)
    assert list(tmp_path.iterdir()) == []
