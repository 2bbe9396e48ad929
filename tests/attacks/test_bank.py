"""Every attack of the bank: nothing gained, nothing read, nothing left, in time; and the next one judged as alone."""

import os
import time
from collections import Counter
from pathlib import Path

import pytest

from autograder.engine import Judge
from autograder.records import Outcome, Record
from autograder.report.feedback import render
from autograder.sandbox.wall import FIRST_UID, UIDS, ChildChannel
from autograder.score import score_record

from .attack import Attack, bank, plain
from .conftest import POLICY
from .left import descendants, described, of_users, settled, things
from .ordinary import hindrance, run
from .target import CANARY, SOLUTION, Target, handed_in, leaked

BANK = bank()
QUICK = [attack for attack in BANK if attack.quick]
NAMES = ("note", "alive", "held", "left-behind", "link", "pwned", "x", "disk", "conftest.py", "numpy.py", "big")
UID = FIRST_UID + os.getpid() % UIDS  # root's judge hands submissions to this user
OWN = range(UID, UID + 1)
# A whole judgement: what it may wait in all, and opening boxes, which is the judge's own time.
SECONDS = POLICY.submission_seconds + 8.0


@pytest.fixture
def heard(monkeypatch) -> list[bytes]:
    """All bytes that come out of a sandbox."""
    frames: list[bytes] = []
    receive = ChildChannel.receive

    def listening(self: ChildChannel, seconds: float) -> bytes:
        try:
            frame = receive(self, seconds)
        except BaseException:
            frames.append(bytes(self.buffer))
            raise
        frames.append(frame)
        return frame

    monkeypatch.setattr(ChildChannel, "receive", listening)
    return frames


def by_test(record: Record) -> dict[str, Outcome]:
    return {test.name: test.outcome for question in record.questions for test in question.tests}


def withstand(judge: Judge, target: Target, attack: Attack, heard: list[bytes]) -> Record:
    """Judge the attack between two honest submissions, and check all that has to hold."""
    honest, same = handed_in(target, SOLUTION.partition('"""\n')[2]), plain(target)
    alone, unarmed = judge.judge(honest), judge.judge(same)
    processes, users, before = descendants(), of_users(OWN), things(target.root, NAMES)
    heard.clear()

    started = time.monotonic()
    record = judge.judge(attack.submission(target))
    took = time.monotonic() - started

    gained = score_record(record).score - score_record(unarmed).score
    assert gained <= 0, f"gained {gained} points: {by_test(record)}"
    outcome = by_test(record)["test_negative"]
    assert attack.expect == "any" or str(outcome) in attack.expect.split("|"), (
        f"expected {attack.expect}: {by_test(record)}"
    )
    assert took < SECONDS, f"took {took:.1f} s"
    assert not leaked(b"".join(heard)), "a canary came out of the sandbox"
    page = render(record, target)
    assert CANARY not in record.to_json() + page
    assert "<script" not in page.lower()
    assert "\x1b" not in page + record.to_json()
    assert bool(record.review) == attack.review

    assert judge.judge(honest).judgement() == alone.judgement(), "the next submission was judged otherwise"
    if judge.sandbox.mode == "cold":
        assert settled(lambda: not (descendants() - processes)), f"left: {described(descendants())}"
    else:  # the nursery may have been replaced, but not joined by anything
        assert settled(lambda: len(descendants()) <= len(processes)), f"left: {described(descendants())}"
    assert settled(lambda: len(of_users(OWN)) <= len(users)), "a process is left"
    assert things(target.root, NAMES) == before
    return record


def test_the_bank_is_large_and_covers_every_class(capsys):
    count = Counter(attack.group for attack in BANK)
    with capsys.disabled():
        print(f"\n{len(BANK)} attacks: {', '.join(f'{number} {group}' for group, number in count.items())}")
    assert len(BANK) >= 120
    assert len({attack.id for attack in BANK}) == len(BANK)
    known = {"failed", "crashed", "timeout", "any"}
    assert all(attack.what and known.issuperset(attack.expect.split("|")) for attack in BANK)
    assert {attack.group for attack in QUICK} == set(count), "each class is in the quick tests, too"


def test_the_wrong_answer_without_an_attack_earns_something_and_not_everything(warm, target):
    record = warm.judge(plain(target))
    assert by_test(record)["test_positive"] is Outcome.PASSED
    assert by_test(record)["test_negative"] is Outcome.FAILED
    assert 0 < score_record(record).score < score_record(record).points


def test_a_canary_that_comes_out_is_noticed_in_any_form(warm, target, heard):
    base64 = "__import__('base64').b64encode(b'1' + text.encode())"
    forms = ["text.encode()", "text.encode('utf-16-le')", base64, "text.encode().hex().encode()", "text[::-1].encode()"]
    ways = [(form, "") for form in forms] + [
        ("text.encode()", f".astype({kind!r})") for kind in ("f8", "f4", "i4", "c16")
    ]
    for form, kind in ways:
        heard.clear()
        returned = f"np.frombuffer({form}, np.uint8){kind}"
        warm.judge(handed_in(target, f"import numpy as np\ndef relu(x):\n    text = {CANARY!r}\n    return {returned}"))
        assert leaked(b"".join(heard)), (form, kind)
    heard.clear()
    warm.judge(handed_in(target, SOLUTION.replace(CANARY, "")))
    assert not leaked(b"".join(heard))


@pytest.mark.parametrize("attack", QUICK, ids=lambda attack: attack.id)
def test_an_attack_of_each_class_gains_reads_and_leaves_nothing(warm, target, heard, attack):
    withstand(warm, target, attack, heard)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["warm", "cold"])
@pytest.mark.parametrize("attack", BANK, ids=lambda attack: attack.id)
def test_every_attack_gains_reads_and_leaves_nothing(request, mode, target, heard, attack):
    withstand(request.getfixturevalue(mode), target, attack, heard)


@pytest.mark.slow
@pytest.mark.skipif(bool(hindrance()), reason=hindrance() or "-")
@pytest.mark.parametrize("mode", ["warm", "cold"])
def test_every_attack_fails_against_an_ordinary_user_s_sandbox_too(mode, capsys):
    chosen = ["-m", "slow", "-k", f"every_attack_gains and {mode}", "--tb=short", str(Path(__file__))]
    done = run(*chosen, cwd=Path(__file__).parents[2])
    with capsys.disabled():
        print(f"\nas an ordinary user, {mode}: {done.stdout.splitlines()[-1] if done.stdout else done.stderr[-500:]}")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert f"{len(BANK)} passed" in done.stdout
