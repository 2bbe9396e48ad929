"""What the kit's own answers return on the frozen cases: the reference, the wrong answers, the right ones.

Of a wrong answer only sketches of what differs from the reference are kept, in memory and, in a course, in a file a
question: whoever makes the same mistake next, in whatever process, costs no run of it.
"""

import hashlib
import os
import re
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autograder.diagnosis.parts import Key, Part, parts
from autograder.diagnosis.sketch import Sketch, same, same_kind, sketch
from autograder.replay.script import TestScript
from autograder.replay.verdict import judge_case
from autograder.sandbox.box import Box
from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.inside.run import Op
from autograder.sandbox.inside.values import Raised
from autograder.sandbox.inside.wire import WireError, decode, encode
from autograder.sandbox.policy import Policy
from autograder.sandbox.proxy import Contract
from autograder.testkit.live import LiveExample

OF_SOLUTIONS = re.compile(r"^from solutions\.\w+ import .*$", re.M)
Differing = dict[int, dict[Key, Sketch]]  # by case number: the parts that differ from the reference's


class Trusted:
    """Answers of the kit by name, each loaded into a box of its own in this process when it is first needed."""

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
        self._boxes: dict[str | None, Box] = {}
        self._right: dict[str, dict[int, list[Any]]] = {}
        self._differing: dict[tuple[str, str], Differing] = {}

    def right(self, test: str) -> dict[int, list[Any]]:
        """What the reference returns, by case number."""
        if test not in self._right:
            self._right[test] = self._results(None, test)
        return self._right[test]

    def differing(self, name: str, test: str) -> Differing:
        """Where an answer differs from the reference in the cases of a test."""
        if (name, test) not in self._differing:
            question = test.split("::")[0]
            kept = self._read(name, question)
            if kept is None:
                asked = [other for other in self.scripts if other.split("::")[0] == question]
                kept = {other: self._compare(name, other) for other in asked}
                self._write(name, question, kept)
            for other, found in kept.items():
                self._differing[name, other] = found
        return self._differing[name, test]

    def ops(self, test: str, number: int) -> list[Op]:
        """The operations of a case; none for one that is only played live."""
        return self.scripts[test].scripts[number] or []

    def parts(self, test: str, number: int, results: Sequence[Any]) -> list[Part]:
        """What an answer returned in a case, part by part, beside what the reference returned."""
        right = self.right(test)[number]
        ops = self.ops(test, number) or [("get", None, f"result {count}") for count in range(len(right))]
        return parts(ops, results, right, self.contract)

    def vary(self, ops: list[Op]) -> list[Any]:
        """What the reference returns when it is asked something else."""
        with _quiet():
            from autograder.replay.script import batch_of

            return next(iter(self.box(None).batch(batch_of([ops], self.contract))))

    def box(self, name: str | None) -> Box:
        """The answer (None: the reference), loaded in this process: it is ours."""
        if name not in self._boxes:
            box = InProcessSandbox(Policy()).open()
            if self.modules:
                box.provide(self.modules)
            with _quiet():
                # Over the reference, as in a submission: what it imports from there is there already.
                own = [] if name is None else [(1, OF_SOLUTIONS.sub("", self.sources[name]))]
                list(box.load([(0, self.reference), *own]))
            self._boxes[name] = box
        return self._boxes[name]

    def _results(self, name: str | None, test: str) -> dict[int, list[Any]]:
        script = self.scripts[test]
        with _quiet():
            found = dict(zip(script.ahead, self.box(name).batch(script.batch), strict=True))
            for number, case in enumerate(script.cases):
                if number not in found:  # only played live: what came back until the claim failed
                    example = LiveExample(self.contract, self.box(name))
                    judge_case(script.test.body, case, example)
                    found[number] = list(example.transcript)
        return found

    def _compare(self, name: str, test: str) -> Differing:
        found: Differing = {}
        for number, results in self._results(name, test).items():
            differing = {}
            for part in self.parts(test, number, results):
                if differs(part):
                    differing[part.key] = sketch(part.value)
            found[number] = differing
        return found

    def _path(self, name: str, question: str) -> Path | None:
        if self.folder is None:
            return None
        text = f"{np.__version__}\0{name}\0{question}\0{self.sources[name]}"
        return self.folder / f"{hashlib.sha256(text.encode()).hexdigest()[:24]}.sketches"

    def _read(self, name: str, question: str) -> dict[str, Differing] | None:
        path = self._path(name, question)
        if path is None or not path.is_file():
            return None
        try:
            return decode(path.read_bytes())  # type: ignore[no-any-return]
        except WireError:
            return None  # damaged: worked out again, and written over

    def _write(self, name: str, question: str, kept: dict[str, Differing]) -> None:
        path = self._path(name, question)
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
        with os.fdopen(handle, "wb") as stream:
            stream.write(encode(kept))
        os.replace(temporary, path)


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


class _quiet(warnings.catch_warnings):
    """Wrong answers may overflow in peace."""

    def __enter__(self) -> None:
        super().__enter__()
        warnings.simplefilter("ignore")
        self._errors = np.errstate(all="ignore")
        self._errors.__enter__()

    def __exit__(self, *exception: object) -> None:
        self._errors.__exit__(None, None, None)
        super().__exit__(*exception)  # type: ignore[arg-type]
