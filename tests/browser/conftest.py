"""A real browser and a real JupyterLab; where one is missing, these tests skip and say which."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

TOKEN = "tests-of-gradlab"  # only ever used on this machine's loopback
SETTINGS = {
    # All cells stand in the page, not only those that are in view.
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


@dataclass(frozen=True)
class Server:
    """A running JupyterLab: where it listens and the folder it serves."""

    address: str
    folder: Path


@pytest.fixture(scope="session")
def jupyterlab(tmp_path_factory):
    pytest.importorskip("jupyterlab")
    with serving("jupyterlab", tmp_path_factory.mktemp("served"), tmp_path_factory.mktemp("jupyter")) as server:
        yield server


@contextmanager
def serving(application: str, folder: Path, private: Path, *options: str, **variables: str) -> Iterator[Server]:
    """A Jupyter server for `folder`; its settings, and all that it writes elsewhere, are in `private`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR", "IPYTHONDIR")
    environment = {**os.environ, **{name: str(private / name) for name in own}, "JUPYTER_NO_CONFIG": "1", **variables}
    for plugin, settings in SETTINGS.items():
        file = private / "JUPYTERLAB_SETTINGS_DIR" / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings))
    command = [
        *(sys.executable, "-m", application, "--no-browser", "--allow-root", f"--port={port}", "--port-retries=0"),
        *("--ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}"),
        # The page's own application object, to run commands by their names instead of by menus' positions.
        "--expose-app-in-browser",
        *options,
    ]
    with (private / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=folder)
    try:
        server = Server(f"http://127.0.0.1:{port}", folder)
        _wait_until_it_answers(server, process, private / "log")
        yield server
    finally:
        process.terminate()
        process.wait(30)


def _wait_until_it_answers(server: Server, process: subprocess.Popen, log: Path) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{server.address}/api", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            assert process.poll() is None, log.read_text()[-3000:]
            time.sleep(0.5)
    raise AssertionError(f"JupyterLab does not answer: {log.read_text()[-3000:]}")
