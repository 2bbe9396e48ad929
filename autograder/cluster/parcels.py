"""What travels between the coordinator and the workers: bytes that either side reads with care, no objects.

A worker gets the lab's notebook and frozen cases, never the salt they were drawn with; and submissions, of which it
gives back records. Suites and solutions do not travel: every worker has the same kit, or it judges nothing.
"""

import base64
import hashlib
import json
import platform
from dataclasses import asdict, dataclass
from typing import Any

import numpy

from autograder import __version__
from autograder.labs import Lab
from autograder.records import Record, from_json
from autograder.sandbox.policy import Policy
from autograder.submissions import Cell, Submission


@dataclass(frozen=True)
class Task:
    """A lab made ready for judges elsewhere."""

    lab: str
    notebook: str  # the text of the lab's notebook: questions and points
    cases: bytes
    salt_id: str
    policy: Policy
    suite: str  # SHA-256 of suite, reference and judge: what a worker must have, too

    def pack(self) -> bytes:
        """As bytes."""
        document = asdict(self) | {"cases": base64.b85encode(self.cases).decode()}
        return json.dumps(document).encode()

    @classmethod
    def unpack(cls, parcel: bytes) -> "Task":
        """From bytes."""
        document = json.loads(parcel)
        policy = Policy(**{**document["policy"], "imports": tuple(document["policy"]["imports"])})
        return cls(**{**document, "cases": base64.b85decode(document["cases"]), "policy": policy})


def key_of(parcel: bytes) -> str:
    """Names a task."""
    return hashlib.sha256(parcel).hexdigest()


def versions(suite: str) -> dict[str, str]:
    """What must be the same everywhere, so that every machine gives the same record."""
    python = platform.python_version_tuple()
    return {"kit": __version__, "suite": suite, "Python": ".".join(python[:2]), "NumPy": numpy.__version__}


def pack_submission(submission: Submission) -> bytes:
    """What a judge needs of it."""
    cells = [asdict(cell) for cell in submission.cells]
    document = {"lab": submission.lab, "sha256": submission.sha256, "cells": cells, "ignored": submission.ignored}
    return json.dumps(document).encode()  # ASCII: halves of surrogate pairs come through, too


def unpack_submission(parcel: bytes) -> Submission:
    """From bytes."""
    document = json.loads(parcel)
    cells = tuple(Cell(**cell) for cell in document["cells"])
    return Submission(document["lab"], document["sha256"], cells, None, tuple(document["ignored"]))


def pack_reply(**reply: Any) -> bytes:
    """A worker's answer: `record`, or `trouble` in a sentence, with `unfit` where the worker can judge nothing."""
    return json.dumps(reply).encode()


def unpack_record(reply: dict[str, Any], submission: Submission, lab: Lab) -> Record:
    """The record in a reply; ValueError when it is none, or not of this submission."""
    record = from_json(json.dumps(reply["record"]))
    if (record.lab, record.submission) != (lab.name, submission.sha256):
        raise ValueError("it sent the record of another submission")
    return record
