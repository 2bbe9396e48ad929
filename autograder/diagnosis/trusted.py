"""What the kit's own answers return on the frozen cases: the reference, the wrong answers, the right ones.

Of a wrong answer only sketches of what differs from the reference are kept, in memory and, in a course, in a file a
question: whoever makes the same mistake next, in whatever process, costs no run of it.
"""

import hashlib
import logging
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.diagnosis.parts import Key, Part, behind, parts
from autograder.diagnosis.patience import Patience
from autograder.diagnosis.quiet import quiet
from autograder.diagnosis.sketch import Sketch, same, same_kind, sketch
from autograder.replay.script import TestScript, batch_of
from autograder.replay.verdict import judge_case, size
from autograder.sandbox.box import Box
from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.inside.run import Op
from autograder.sandbox.inside.values import Raised
from autograder.sandbox.inside.wire import WireError, decode, encode
from autograder.sandbox.policy import Policy
from autograder.sandbox.proxy import Contract
from autograder.testkit.live import LiveExample

log = logging.getLogger(__name__)
FORMAT = 4  # of what is kept in files
HEAVY = 200_000  # numbers that the operations of a case hold
OF_SOLUTIONS = re.compile(r"^from solutions\.\w+ import .*$", re.M)
RIGHT = "right/"  # no stem of a wrong answer begins so
Differing = dict[int, dict[Key, Sketch]]  # by case number: the parts that differ from the reference's


class Trusted:
    """Answers of the kit by name, each loaded into a box of its own in this process when it is first needed.

    What an answer returns is worked out for a whole question at once, but for cases that call functions to which the
    contract grants more than a call's usual time: these one by one, when they are asked for.
    """

    def __init__(
        self,
        reference: str,
        sources: Mapping[str, str],
        scripts: Mapping[str, TestScript],
        contract: Contract,
        modules: Sequence[tuple[str, str]] = (),
        folder: Path | None = None,
    ) -> None:
        self.reference, self.sources, self.scripts = reference, dict(sources), scripts
        self.contract, self.modules, self.folder = contract, modules, folder
        self.policy = Policy()
        self._boxes: dict[str | None, Box] = {}
        self._differing: dict[tuple[str, str, int], dict[Key, Sketch]] = {}
        self._parents = hashlib.sha256(repr((FORMAT, np.__version__, reference, modules)).encode()).hexdigest()

    def right(self, test: str, number: int) -> list[Any]:
        """What the reference returns in a case."""
        return self.scripts[test].right[number]

    def differing(self, name: str, test: str, number: int) -> dict[Key, Sketch]:
        """Where an answer differs from the reference in a case of a test."""
        if (name, test, number) not in self._differing:
            place = Place.of(self, test, number)
            kept = self._read(name, place)
            if kept is None:
                kept = {other: self._compare(name, other, cases) for other, cases in place.cases.items()}
                self._write(name, place, kept)
            for other, found in kept.items():
                for case, keys in found.items():
                    self._differing[name, other, case] = keys
        return self._differing[name, test, number]

    def settled(self, test: str, number: int, key: Key) -> bool:
        """Whether there is but one right value: all right answers of the bank agree with the reference."""
        if self.heavy(test, number):
            return False  # nobody asked
        right = [name for name in self.sources if name.startswith(RIGHT)]
        return all(key not in self.differing(name, test, number) for name in right)

    def slow(self, test: str, number: int) -> bool:
        """Whether a case calls a function that may take more than a call's usual time."""
        return bool(self.scripts[test].functions(number) & self.contract.seconds.keys())

    def heavy(self, test: str, number: int) -> bool:
        """Whether a slow case also works on more data than can be gone through in many ways."""
        return self.slow(test, number) and size(self.ops(test, number)) > HEAVY

    def ops(self, test: str, number: int) -> list[Op]:
        """The operations of a case; none for one that is only played live."""
        return self.scripts[test].scripts[number] or []

    def parts(self, test: str, number: int, results: Sequence[Any]) -> list[Part]:
        """What an answer returned in a case, part by part, beside what the reference returned.

        What builds on a call that raised says nothing of its own, and is left out.
        """
        right = self.right(test, number)
        ops = self.ops(test, number) or [("get", None, name) for name in self.scripts[test].asked[number]]
        found = parts(ops, results, right, self.contract)
        stopped = {
            at
            for at, (mine, want) in enumerate(zip(results, right, strict=False))
            if isinstance(mine, Raised) and not isinstance(want, Raised)
        }
        return [part for part in found if not stopped.intersection(behind(ops, part.op)) - {part.op}]

    def vary(self, ops: list[Op]) -> list[Any]:
        """What the reference returns when it is asked something else."""
        with quiet():
            return next(iter(self.box(None).batch(batch_of([ops], self.contract))))

    @property
    def namespace(self) -> dict[str, Any]:
        """The reference's functions and classes by name."""
        found: dict[str, Any] = self.box(None).channel.runner.namespace  # type: ignore[attr-defined]
        return found

    def box(self, name: str | None) -> Box:
        """The answer (None: the reference), loaded in this process: it is ours."""
        if name not in self._boxes:
            box = InProcessSandbox(self.policy).open()
            if self.modules:
                box.provide(self.modules)
            with quiet():
                # Over the reference, as in a submission: what it imports from there is there already.
                own = [] if name is None else [(1, OF_SOLUTIONS.sub("", self.sources[name]))]
                list(box.load([(0, self.reference), *own]))
            self._boxes[name] = box
        return self._boxes[name]

    def _compare(self, name: str, test: str, cases: Sequence[int]) -> Differing:
        """Nothing for a case in which the answer does not come to an end."""
        script = self.scripts[test]
        found: Differing = {}
        whole = len(cases) == len(script.ahead) == len(script.cases) and not any(
            names_are_chosen(self.ops(test, number)) for number in cases
        )
        together = self.box(name).batch(script.batch) if whole else None  # encoded already
        for number in cases:
            results: list[Any] = []
            with quiet(), Patience(self._seconds(test, number)) as patience:
                if script.scripts[number] is None or names_are_chosen(self.ops(test, number)):
                    results = self._live(name, test, number)
                else:
                    ops = self.ops(test, number)
                    results = next(together or self.box(name).batch(batch_of([ops], self.contract)))
            if patience.lost:
                log.warning("the wrong answer %s gave no answer in time to a case of %s", name, test)
                together = None
            parts = [] if patience.lost else self.parts(test, number, results)
            found[number] = {part.key: sketch(part.value) for part in parts if differs(part)}
        return found

    def _seconds(self, test: str, number: int) -> float:
        usual = self.policy.call_seconds
        return sum((self.contract.time(op, usual) for op in self.ops(test, number)), usual)

    def _live(self, name: str, test: str, number: int) -> list[Any]:
        """What came back until the claim failed."""
        example = LiveExample(self.contract, self.box(name))
        judge_case(self.scripts[test].test.body, self.scripts[test].cases[number], example)
        return list(example.seen(self.scripts[test].asked[number]))

    def _path(self, name: str, place: "Place") -> Path | None:
        if self.folder is None:
            return None
        text = f"{self._parents}\0{name}\0{place.name}\0{self.sources[name]}"
        return self.folder / f"{hashlib.sha256(text.encode()).hexdigest()[:24]}.sketches"

    def _read(self, name: str, place: "Place") -> dict[str, Differing] | None:
        path = self._path(name, place)
        if path is None or not path.is_file():
            return None
        try:
            return decode(path.read_bytes())  # type: ignore[no-any-return]
        except WireError:
            return None  # damaged: worked out again, and written over

    def _write(self, name: str, place: "Place", kept: dict[str, Differing]) -> None:
        path = self._path(name, place)
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
        with os.fdopen(handle, "wb") as stream:
            stream.write(encode(kept))
        os.replace(temporary, path)


@dataclass(frozen=True)
class Place:
    """The cases whose outputs are worked out, and kept, together."""

    name: str
    cases: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, trusted: Trusted, test: str, number: int) -> "Place":
        """A slow case alone; else all cases of the question that are not slow."""
        if trusted.slow(test, number):
            return cls(f"{test}[{number}]", {test: [number]})
        question = test.split("::")[0]
        asked = [other for other in trusted.scripts if other.split("::")[0] == question]
        every = {other: range(len(trusted.scripts[other].cases)) for other in asked}
        return cls(question, {other: [at for at in every[other] if not trusted.slow(other, at)] for other in asked})


def names_are_chosen(ops: Sequence[Op]) -> bool:
    """Whether a case hands over a dict (a network's parameters): its keys are those that the answer has chosen."""
    return any(isinstance(value, dict) for op in ops if op[0] != "get" for value in (*op[-3], *op[-2].values()))


def differs(part: Part) -> bool:
    """Whether a part is not what the reference gave: beyond rounding, in its dtype, or, in an argument, at all."""
    if part.argument:
        return not _identical(part.value, part.right)
    if isinstance(part.value, Raised) and isinstance(part.right, Raised):
        return part.value.kind != part.right.kind
    mine, right = sketch(part.value), sketch(part.right)
    return not (same(mine, right) and same_kind(mine, right))


def _identical(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    return same(sketch(one), sketch(other))
