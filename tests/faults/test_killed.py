"""A grading that is killed with SIGKILL: the next one finishes it, and the result is that of an undisturbed run."""

import json
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course

from .made_class import DUE, LAB, LATE, ON_TIME, answers, content, copy_of, give_by_hand, hand_in, is_whole, new_class
from .processes import Started, adopt_orphans, descendants, left_over, run

GRADE = ("grade", LAB, "--jobs", "2")


@pytest.fixture(autouse=True)
def _orphans() -> Iterator[None]:
    adopt_orphans()
    yield
    adopt_orphans(False)


def class_with_a_past(root: Path, students: int) -> Course:
    """A class that was graded once, in which people gave points, and of which every third handed in anew."""
    course = new_class(root, students)
    assert run(course.root, *GRADE)[0] == 0
    names = sorted(path.name for path in course.submitted.iterdir())
    give_by_hand(course, names[1::4])
    texts = answers_of(course)
    for number, name in enumerate(names[::3]):
        hand_in(course, name, texts[(5 * number + 1) % len(texts)], LATE if number % 2 else ON_TIME)
    return course


def answers_of(course: Course) -> list[str]:
    from autograder.labs import find_lab

    return answers(find_lab(LAB, course.assignments))


def trouble(course: Course, expected: dict[str, Any], judged: dict[str, int]) -> Iterator[str]:
    """What a kill may never leave: a damaged file, or a submission that was judged and is judged again."""
    if not is_whole(course):
        yield "the gradebook is damaged"
    for path in course.records(LAB).glob("s*.json"):
        document = json.loads(path.read_text("utf-8"))
        del document["run"]
        if document == expected[f"record {path.name}"]:
            when = path.stat().st_mtime_ns
            if judged.setdefault(path.name, when) != when:
                yield f"{path.name} was judged twice"
        elif path.name in judged:
            yield f"{path.name} went back to an earlier judgement"


def kill_at_random(course: Course, chance: random.Random, longest: float) -> str:
    """Run the command and kill it: at any time, or a moment after it began to write the gradebook."""
    known = descendants()
    process = Started(course.root, *GRADE)
    where = chance.choice(["any time", "writing", "writing"])
    try:
        if where == "any time":
            time.sleep(chance.uniform(0, longest))
        else:
            while not process.ended() and not any(course.private.glob("staging-*")):
                time.sleep(0.002)
            time.sleep(chance.choice([0, chance.uniform(0, 0.1), chance.uniform(0, longest / 15)]))
    finally:
        killed = process.kill()
    left = left_over(known)
    assert not left, f"processes left after a kill ({where}): {left}"
    return where if killed else "ended before"


def kills(course: Course, wanted: int, seed: int, tmp_path: Path) -> dict[str, int]:
    """Kill until `wanted` is reached, a few times a class, finish each class, compare it with the undisturbed run."""
    chance = random.Random(seed)
    undisturbed = copy_of(course, tmp_path / "undisturbed")
    started = time.monotonic()
    assert run(undisturbed.root, *GRADE) == (0, "")
    longest, expected = time.monotonic() - started, content(undisturbed)
    counts: dict[str, int] = {"classes": 0}
    total = 0
    while total < wanted:
        disturbed = copy_of(course, tmp_path / f"class {counts['classes']}")
        judged: dict[str, int] = {}
        assert not list(trouble(disturbed, expected, judged))
        for _ in range(min(chance.randint(1, 6), wanted - total)):
            where = kill_at_random(disturbed, chance, longest)
            counts[where] = counts.get(where, 0) + 1
            total += where != "ended before"
            assert not list(trouble(disturbed, expected, judged)), f"seed {seed}, kill {total}"
            if where == "ended before":
                break
        code, said = run(disturbed.root, *GRADE)
        assert (code, said) == (0, ""), said
        assert not list(trouble(disturbed, expected, judged))
        differences = [key for key in expected if expected[key] != content(disturbed).get(key)]
        assert not differences, f"seed {seed}, class {counts['classes']}: {differences}"
        assert content(disturbed).keys() == expected.keys()
        leftovers = [*disturbed.private.glob("staging-*"), *disturbed.private.rglob(".partial-*")]
        assert not leftovers
        counts["classes"] += 1
        print(f"{total} kills: {counts}", file=sys.stderr, flush=True)
    return counts


def test_a_grading_killed_a_few_times_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    course = new_class(tmp_path / "course", 4)
    assert kills(course, 3, random.randrange(10**6), tmp_path)["classes"] >= 1


@pytest.mark.slow
def test_a_hundred_kills_of_a_class_of_sixty_change_nothing(tmp_path: Path) -> None:
    seed = int(os.environ.get("GRADLAB_SEED") or random.randrange(10**6))
    course = class_with_a_past(tmp_path / "course", 60)
    counts = kills(course, 100, seed, tmp_path)
    print(f"\n100 kills of a 60-submission run, seed {seed}: the same gradebook every time; {counts}; due {DUE}")
