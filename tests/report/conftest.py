from types import ModuleType

import pytest

from autograder.labs import Lab

from . import factory


@pytest.fixture(scope="session")
def made() -> ModuleType:
    """The factory of made-up labs and records."""
    return factory


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """A lab in the likeness of lab02_batchnorm."""
    return factory.make_lab(tmp_path_factory.mktemp("lab"))
