"""The answers whose grade is known beforehand: the reference, the stub, and the banks right/, wrong/ and trivial/."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from autograder.declarations import declarations
from autograder.labs import Lab
from autograder.normalise import normalise
from autograder.notebook import release_form, solve
from autograder.submissions import Submission

REFERENCE, STUB = "the reference", "the stub"


@dataclass(frozen=True)
class Answer:
    """One answer. `path` holds what it defines over the reference; the reference and the stub have none."""

    kind: str  # "reference", "stub", "right", "wrong" or "trivial"
    name: str
    path: Path | None = None
    question: str = ""  # only its answer to this question, over the reference

    @property
    def where(self) -> str:
        """How findings name it."""
        return f"{self.kind}/{self.path.name}" if self.path else self.name

    def sources(self, lab: Lab) -> list[str]:
        """Its text over the reference's; a trivial answer stands alone, or with the reference for other questions."""
        reference = lab.solution.read_text("utf-8")
        if self.path is None:
            return [reference]
        text = self.path.read_text("utf-8")
        if self.kind == "trivial" and not self.question:
            return [stub(lab), text]
        return [reference, _answer_to(self.question, text, lab) if self.question else text]

    def submission(self, lab: Lab) -> Submission:
        """The answer the way a student's goes: put into the notebook, normalised."""
        return normalise(release_form(lab) if self.kind == "stub" else solve(lab, *self.sources(lab)), lab)

    def asked(self, lab: Lab) -> list[str]:
        """The questions (grade_id) that it answers with a definition of its own."""
        assert self.path is not None
        asked = questions_by_function(lab)
        return sorted({asked[name] for name in definitions(self.path.read_text("utf-8"), self.where) if name in asked})


def stub(lab: Lab) -> str:
    """The solution cells as they are released, as one module."""
    asked = questions_by_function(lab)
    return "\n\n".join(
        cell.source
        for cell in release_form(lab).cells
        if cell.cell_type == "code" and definitions(cell.source, lab.name) & asked.keys()
    )


def _answer_to(question: str, text: str, lab: Lab) -> str:
    """The text without what it answers to other questions."""
    asked = questions_by_function(lab)
    kept = [part.text for part in declarations(text, question) if asked.get(part.name or "", question) == question]
    return "\n\n".join(kept)


def bank(lab: Lab, kind: str) -> list[Answer]:
    """The answers of one kind, by name."""
    return [Answer(kind, path.stem, path) for path in sorted((lab.suite / kind).glob("[a-z]*.py"))]


def all_answers(lab: Lab) -> list[Answer]:
    """Every answer of a lab."""
    known = [Answer("reference", REFERENCE), Answer("stub", STUB)]
    alone = [replace(answer, question=question) for answer in bank(lab, "trivial") for question in answer.asked(lab)]
    return known + [answer for kind in ("right", "trivial", "wrong") for answer in bank(lab, kind)] + alone


def definitions(text: str, where: str) -> set[str]:
    """The functions and classes that a module defines."""
    return {part.name for part in declarations(text, where) if part.name and part.is_definition}


@lru_cache
def questions_by_function(lab: Lab) -> dict[str, str]:
    """The grade_id of the question that asks for each function or class, in the notebook's order."""
    graded = {question.name: question.grade_id for question in lab.questions if not question.written}
    found: dict[str, str] = {}
    for cell in lab.master().cells:
        meta = cell.metadata.get("nbgrader") or {}
        if cell.cell_type == "code" and meta.get("solution") and meta["grade_id"] in graded:
            for name in definitions(cell.source, meta["grade_id"]):
                found[name] = graded[meta["grade_id"]]
    return found
