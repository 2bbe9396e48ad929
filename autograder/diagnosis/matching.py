"""Which named wrong answer gives what the submission gave, on every case that failed.

Only the places where a wrong answer differs from the reference are compared, so that an unrelated choice of the
student's (an unbiased running variance, say) does not hide the match. Where wrong answers of different names fit
equally well, none is named.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from autograder.diagnosis.bank import Named, WrongAnswer
from autograder.diagnosis.parts import Key, operation
from autograder.diagnosis.sketch import Sketch, same, same_kind
from autograder.diagnosis.trusted import Trusted


@dataclass(frozen=True)
class Evidence:
    """A failed test: by case number the sketches of the parts that differ from the reference, some in dtype only.

    Cases that hold are there, too: what a mistake changes in them must have been changed.
    """

    test: str
    cases: Mapping[int, Mapping[Key, Sketch]]
    dtype_only: Mapping[int, frozenset[Key]]
    failed: frozenset[int]
    upto: Mapping[int, int]  # so many operations were performed: a case that is played live ends where it fails
    heavy: bool = False  # whether a failed case takes long: only what explains the others is tried on it


@dataclass(frozen=True)
class Fit:
    """How much of what a wrong answer changes agrees."""

    agreeing: int
    values: int  # of these, those that are values and not exceptions


def match(
    failed: Sequence[Evidence],
    passed: set[str],
    answers: Mapping[str, WrongAnswer],
    trusted: Trusted,
    telling: bool = False,
) -> dict[str, Named]:
    """By test id: the mistake. `failed` and `passed` are of one question.

    telling: whether exceptions alone say something, because the same function answers other calls. Code that stops at
    once, whatever it is asked, stops for a thousand reasons.
    """
    tests = {evidence.test for evidence in failed}
    candidates = [answer for answer in answers.values() if (tests | passed) & set(answer.fails)]
    fits: dict[str, dict[str, Fit]] = {}
    for evidence in sorted(failed, key=lambda evidence: evidence.heavy):
        tried = [answer for answer in candidates if not (evidence.heavy and fits) or _fits_any(answer, fits)]
        found = {answer.stem: _fit(answer, evidence, trusted) for answer in tried}
        fits[evidence.test] = {stem: fit for stem, fit in found.items() if fit is not None}
    for stem in {stem for fitting in fits.values() for stem in fitting}:
        if any(_must_fail(answers[stem], test, trusted) for test in passed.intersection(answers[stem].fails)):
            for fitting in fits.values():
                fitting.pop(stem, None)
    votes = Counter(stem for fitting in fits.values() for stem in fitting)
    values = Counter[str]()
    for fitting in fits.values():
        for stem, fit in fitting.items():
            values[stem] += fit.values
    named: dict[str, Named] = {}
    for test, fitting in fits.items():
        sound = [
            stem
            for stem in fitting
            if values[stem] or (telling and votes[stem] == len(failed)) or answers[stem].name not in answers
        ]
        rank = sorted(((votes[stem], fitting[stem].agreeing, stem) for stem in sound), reverse=True)
        best = {answers[stem].name for vote, share, stem in rank if (vote, share) == rank[0][:2]}
        if len(best) == 1 and (best & answers.keys()):
            named[test] = answers[best.pop()]
    return named


def _must_fail(answer: WrongAnswer, test: str, trusted: Trusted) -> bool:
    """Whether the mistake shows in a test that it names, so that who passes it does not make it.

    A course's cases are its own: a test that fails an answer in one course may have no case for it in another.
    """
    cases = range(len(trusted.scripts[test].cases))
    return any(trusted.heavy(test, number) or trusted.differing(answer.stem, test, number) for number in cases)


def _fits_any(answer: WrongAnswer, fits: Mapping[str, Mapping[str, Fit]]) -> bool:
    return any(answer.stem in fitting for fitting in fits.values())


def _fit(answer: WrongAnswer, evidence: Evidence, trusted: Trusted) -> Fit | None:
    """None unless all that the wrong answer changes agrees, in every failed case.

    Where right answers differ among themselves (in their parameters' names and first values, say), so may this one.
    """
    agreeing = values = 0
    for number, mine in evidence.cases.items():
        theirs = trusted.differing(answer.stem, evidence.test, number)
        seen = {key: value for key, value in theirs.items() if operation(key) < evidence.upto[number]}
        agreed = {key for key, value in seen.items() if _agree(key, value, mine, evidence.dtype_only[number])}
        if number in evidence.failed and not agreed:
            return None
        if len(agreed) < len(seen):
            settled = {key for key in seen if trusted.settled(evidence.test, number, key)}
            if settled - agreed or (number in evidence.failed and not settled):
                return None
        if number in evidence.failed:
            agreeing += len(agreed)
            values += sum(seen[key][0] != "raised" for key in agreed)
    return Fit(agreeing, values) if agreeing else None


def _agree(key: Key, value: Sketch, mine: Mapping[Key, Sketch], dtype_only: Collection[Key]) -> bool:
    if key not in mine or not same(mine[key], value):
        return False
    return key not in dtype_only or same_kind(mine[key], value)
