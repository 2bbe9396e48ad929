"""Whether nbgrader's parts of Jupyter are switched on, by the settings that a server of this Python reads."""

import json
import sys
from pathlib import Path

import jupyter_core.paths
import pytest

from autograder.doctor import Finding
from autograder.doctor.jupyter import PARTS, SERVER, examine_jupyter


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings that take precedence over those of the installation; the user's own do not count."""
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path / "first"))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "user"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    return tmp_path / "first"


def examined() -> dict[str, Finding]:
    found = {finding.what: finding for finding in examine_jupyter()}
    assert not any(finding.needed for finding in found.values() if not finding.ok)
    return found


def write(path: Path, document: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document))


def test_as_installed_everything_is_on(config: Path) -> None:
    assert all(finding.ok for finding in examined().values()), examined()


def test_a_server_extension_that_is_switched_off(config: Path) -> None:
    off = {"ServerApp": {"jpserver_extensions": {f"{SERVER}formgrader": False}}}
    write(config / "jupyter_server_config.d" / "x.json", off)
    found = examined()["server extensions"]
    assert (found.ok, found.found) == (False, "off: formgrader")
    assert f"enable --sys-prefix {SERVER}formgrader" in found.remedy


def test_the_settings_of_a_hub_switch_off_too(config: Path) -> None:
    path = config / "jupyter_server_config.py"
    path.parent.mkdir(parents=True)
    path.write_text(f"c.ServerApp.jpserver_extensions = {{'{SERVER}validate_assignment': False}}")
    assert examined()["server extensions"].found == "off: validate_assignment"


def test_none_is_on_where_the_installation_s_settings_are_not_read(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_NO_CONFIG", "1")
    found = examined()["server extensions"]
    assert found.found == f"off: {', '.join(PARTS)}"
    assert "`jupyter server extension enable --sys-prefix --py nbgrader`" in found.remedy


def test_a_button_of_jupyterlab_that_is_switched_off(config: Path) -> None:
    write(config / "labconfig" / "page_config.json", {"disabledExtensions": {"@jupyter/nbgrader:formgrader": True}})
    found = examined()["lab extension"]
    assert (found.ok, found.found) == (False, "off: @jupyter/nbgrader:formgrader")
    assert "`jupyter labextension enable @jupyter/nbgrader:formgrader`" in found.remedy


def test_a_lab_extension_that_is_not_there(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jupyter_core.paths, "jupyter_path", lambda *parts: [str(config)])
    assert not examined()["lab extension"].ok


def test_another_python_s_jupyter_comes_first(config: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "bin" / "jupyter-lab"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", f"{other.parent}:{Path(sys.executable).parent}")
    assert "another Python's Jupyter" in examined()["Jupyter"].remedy
