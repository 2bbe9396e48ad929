"""What runs on a worker: one judge at a time, in a thread of its own.

The thread matters. A judge is no object for several threads, and the sandbox ends with the thread that started it,
while Dask's own threads come and go.
"""

import json
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from autograder.cluster.parcels import Task, key_of, pack_reply, unpack_submission, versions
from autograder.engine import Judge
from autograder.errors import InfrastructureError
from autograder.labs import Lab
from autograder.replay.cases import unfrozen
from autograder.replay.suite import suite_hash
from autograder.sandbox.wall import build_wall

_thread = ThreadPoolExecutor(1, "judge")
_judges: dict[str, Judge] = {}  # at most one, by the task's key


def prepare(parcel: bytes, wanted: bytes) -> bytes:
    """Make this worker's judge ready for a task. `wanted`: the versions that the coordinator has."""
    return _thread.submit(_reply, _prepare, parcel, wanted).result()


def judge(key: str, submission: bytes) -> bytes:
    """Judge one submission with the judge that was made ready."""
    return _thread.submit(_reply, _judge, key, submission).result()


def dismiss(key: str) -> bytes:
    """End the judge of a task."""
    return _thread.submit(_reply, _dismiss, key).result()


def _reply(run: Callable[..., dict[str, Any]], *arguments: Any) -> bytes:
    try:
        return pack_reply(**run(*arguments))
    except InfrastructureError as error:
        return pack_reply(trouble=str(error), unfit=run is _prepare)
    except Exception as error:
        return pack_reply(trouble=f"the judge failed: {type(error).__name__}: {error}", unfit=run is _prepare)


def _prepare(parcel: bytes, wanted: bytes) -> dict[str, Any]:
    key = key_of(parcel)
    if key in _judges:
        return {"ready": True}
    _dismiss(*_judges)
    task = Task.unpack(parcel)
    with tempfile.TemporaryDirectory(prefix="gradlab-") as folder:
        notebook = Path(folder, f"{task.lab}.ipynb")
        notebook.write_text(task.notebook, encoding="utf-8")
        lab = Lab(task.lab, notebook)
        suite = suite_hash(lab) if lab.solution.is_file() and lab.suite.is_dir() else "none"
        for name, theirs in json.loads(wanted).items():
            ours = versions(suite)[name]
            if ours != theirs:
                said = f"has another {name}" if name == "suite" else f"has {name} {ours}, expected {theirs}"
                raise InfrastructureError(f"{said}: install there what is installed here")
        wall = build_wall(task.policy)
        try:
            judge = Judge(lab, wall, cases=unfrozen(task.cases, task.salt_id))
            _ = lab.questions  # read while the file is there
        except BaseException:
            wall.close()
            raise
    _judges[key] = judge
    return {"ready": True}


def _judge(key: str, submission: bytes) -> dict[str, Any]:
    if key not in _judges:
        return {"trouble": "the worker was started anew", "anew": True}
    record = _judges[key].judge(unpack_submission(submission))
    return {"record": json.loads(record.to_json())}


def _dismiss(*keys: str) -> dict[str, Any]:
    for key in keys:
        if key in _judges:
            _judges.pop(key).close()
    return {}
