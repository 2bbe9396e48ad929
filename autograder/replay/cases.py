"""The cases of a suite: drawn by Hypothesis once a suite and salt, frozen, hashed, kept in a file.

Hypothesis's draws depend on constants it finds in whatever modules are loaded. Ours come from a provider without
them, so that suite, salt and library versions alone decide.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import Phase, settings
from hypothesis.internal.conjecture import providers

from autograder.errors import InfrastructureError
from autograder.replay.suite import HiddenTest, Suite, seed_of
from autograder.sandbox.inside.wire import WireError, decode, encode
from autograder.testkit.oracles import freeze

DEFAULT_SALT = b"gradlab"  # without a course: public, so good for trying out only


class PlainProvider(providers.HypothesisProvider):
    """Draws that depend on the seed only."""

    def _maybe_draw_constant(self, *args: Any, **kwargs: Any) -> None:
        return None


providers.AVAILABLE_PROVIDERS["gradlab"] = PlainProvider


@dataclass(frozen=True)
class Cases:
    """The frozen cases of every test of a suite: keyword arguments of its body."""

    by_test: dict[str, list[dict[str, Any]]]
    hash: str
    salt_id: str


def salt_id(salt: bytes) -> str:
    """Names a salt without giving it away."""
    return hashlib.sha256(b"gradlab salt:" + salt).hexdigest()[:8]


def frozen_cases(suite: Suite, salt: bytes = DEFAULT_SALT, folder: Path | None = None) -> Cases:
    """The suite's cases for a salt: from the file in `folder` where they were frozen before, else drawn (and kept)."""
    return unfrozen(frozen(suite, salt, folder), salt_id(salt))


def frozen(suite: Suite, salt: bytes, folder: Path | None = None) -> bytes:
    """The same as they are kept and sent to other machines, which need not know the salt."""
    path = folder / f"{suite.lab}-{suite.hash[:12]}-{salt_id(salt)}.cases" if folder else None
    if path and path.is_file():
        payload = path.read_bytes()
        try:
            decode(payload)
        except WireError as error:
            raise InfrastructureError(f"{path} is damaged ({error}); delete it and it will be drawn again") from None
        return payload
    drawn = {test.id: draw(test, seed_of(salt, test, suite.lab)) for test in suite.tests}
    for name, cases in drawn.items():
        try:
            encode(cases)
        except WireError as error:
            raise InfrastructureError(f"{name} draws what cannot cross the wall: {error}") from None
    payload = encode(drawn)
    if path:
        _keep(path, payload)
    return payload


def unfrozen(payload: bytes, salt: str) -> Cases:
    """Frozen cases, by the id of their salt."""
    by_test: dict[str, list[dict[str, Any]]] = decode(payload)
    freeze(list(by_test.values()))
    return Cases(by_test, hashlib.sha256(payload).hexdigest(), salt)


def draw(test: HiddenTest, seed: int, examples: int | None = None) -> list[dict[str, Any]]:
    """The keyword arguments of a test's body for each of its cases; one empty case for a test that draws nothing."""
    if test.drawn is None:
        return [{}]
    cases: list[dict[str, Any]] = []

    def take(*args: Any, **kwargs: Any) -> None:
        cases.append(kwargs)

    wrapper: Any = test.drawn
    own: settings = getattr(wrapper, "_hypothesis_internal_use_settings", settings())
    wanted = settings(
        own, max_examples=examples or own.max_examples, phases=[Phase.generate], backend="gradlab", database=None
    )
    inner = wrapper.hypothesis.inner_test
    try:
        wrapper.hypothesis.inner_test = take
        wrapper._hypothesis_internal_use_settings = wanted
        hypothesis.seed(seed)(wrapper)
        wrapper()
    except Exception as error:
        raise InfrastructureError(f"{test.id} cannot draw its cases: {type(error).__name__}: {error}") from error
    finally:
        wrapper.hypothesis.inner_test = inner
        wrapper._hypothesis_internal_use_settings = own
    if not cases:
        raise InfrastructureError(f"{test.id} drew no case; does its strategy reject everything?")
    return cases


def _keep(path: Path, payload: bytes) -> None:
    """Write beside and rename, so that several judges may freeze at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as stream:
        stream.write(payload)
    os.replace(temporary, path)
