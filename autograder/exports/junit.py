"""JUnit XML: one suite a question, one case a hidden test, as build servers show them; no hidden source in it."""

from collections.abc import Sequence
from xml.etree import ElementTree as xml

from autograder.exports.grades import StudentGrade
from autograder.labs import Lab
from autograder.records import Outcome, QuestionRecord, Record, TestRecord
from autograder.report.pages import number, printable
from autograder.score import score_question

KINDS = {Outcome.FAILED: "failure", Outcome.BLOCKED: "skipped", Outcome.INFRASTRUCTURE: "error"}


def junit(lab: Lab, grades: Sequence[StudentGrade]) -> str:
    """One `testsuites` for the class; a suite is a student's question, with its score among the properties."""
    root = xml.Element("testsuites", name=lab.name)
    for grade in grades:
        for question in grade.record.questions if grade.record else ():
            assert grade.record is not None
            _suite(root, grade.person.id, grade.record, question)
    for key in ("tests", "failures", "errors", "skipped"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + xml.tostring(root, encoding="unicode") + "\n"


def _suite(root: xml.Element, student: str, record: Record, question: QuestionRecord) -> None:
    score = score_question(question)
    counts = [_kind(test.outcome) for test in question.tests]
    suite = xml.SubElement(
        root,
        "testsuite",
        name=printable(f"{record.lab}.{student}.{question.name}"),
        tests=str(len(question.tests)),
        failures=str(counts.count("failure")),
        errors=str(counts.count("error")),
        skipped=str(counts.count("skipped")),
    )
    properties = xml.SubElement(suite, "properties")
    values = {"student": student, "score": number(score.score), "max_score": number(score.points)}
    for name, value in {**values, "status": score.status, "isolation": record.isolation}.items():
        xml.SubElement(properties, "property", name=name, value=printable(value))
    for test in question.tests:
        _case(suite, printable(f"{record.lab}.{question.name}"), test)


def _case(suite: xml.Element, classname: str, test: TestRecord) -> None:
    case = xml.SubElement(suite, "testcase", name=test.name, classname=classname)
    if test.outcome is not Outcome.PASSED:
        message = printable(f"Your code should: {test.claim}. {test.message}")
        found = xml.SubElement(case, _kind(test.outcome), message=message)
        if found.tag != "skipped":
            found.set("type", str(test.outcome))
        found.text = printable(test.hint) or None


def _kind(outcome: Outcome) -> str:
    """`failure` for what the student did, `skipped` for what waits, `error` for what we failed to judge."""
    return "" if outcome is Outcome.PASSED else KINDS.get(outcome, "failure")
