"""Whether nbgrader's parts of Jupyter are switched on: its server extensions, and its buttons in JupyterLab."""

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from autograder.doctor.finding import Finding

SERVER = "nbgrader.server_extensions."
PARTS = ("formgrader", "validate_assignment", "assignment_list", "course_list")
LAB = "@jupyter/nbgrader"
PLUGINS = ("menu", "formgrader", "assignment-list", "validate-assignment", "create-assignment", "course-list")
# Grading goes without them: `gradlab grade` and nbgrader's commands need no Jupyter.
NOT_NEEDED: dict[str, Any] = {"needed": False}


def examine_jupyter() -> list[Finding]:
    """Look at the settings that a Jupyter server of this Python, started by this user, would read."""
    return [_started(), _server_extensions(), _lab_extension()]


def _started() -> Finding:
    """The `jupyter-lab` that a shell finds: another Python's would not have nbgrader's extensions."""
    found, own = shutil.which("jupyter-lab"), Path(sys.executable).parent / "jupyter-lab"
    if found is None and not own.exists():
        return Finding("Jupyter", False, "no jupyter-lab", "Install it with `pip install jupyter`.", **NOT_NEEDED)
    if found is None or Path(found).parent == own.parent:
        return Finding("Jupyter", True, found or str(own))
    remedy = f"The shell starts another Python's Jupyter: use {own}, or put {own.parent} first in the PATH."
    return Finding("Jupyter", False, found, remedy, **NOT_NEEDED)


def _server_extensions() -> Finding:
    missing = [part for part in PARTS if find_spec(SERVER + part) is None]
    if missing:
        remedy = "Install nbgrader again: `pip install --force-reinstall nbgrader`."
        return Finding("server extensions", False, f"missing: {', '.join(missing)}", remedy, **NOT_NEEDED)
    switched = _switches()
    off = [part for part in PARTS if not switched.get(SERVER + part)]
    remedy = f"`jupyter server extension enable --sys-prefix {SERVER}{off[0]}`" if off else ""
    if len(off) > 1:
        remedy = "`jupyter server extension enable --sys-prefix --py nbgrader`"
    found = f"off: {', '.join(off)}" if off else ", ".join(PARTS)
    return Finding("server extensions", not off, found, f"Switch on with {remedy}.", **NOT_NEEDED)


def _switches() -> dict[str, bool]:
    """Server extensions by name, on or off, as Jupyter's server puts its settings together when it starts."""
    from jupyter_core.application import JupyterApp
    from jupyter_core.paths import jupyter_config_path
    from jupyter_server.extension.config import ExtensionConfigManager

    manager: Any = ExtensionConfigManager(read_config_path=jupyter_config_path())
    app: Any = JupyterApp(config_file_name="jupyter_server_config")
    app.load_config_file()
    return {**manager.get_jpserver_extensions(), **app.config.ServerApp.get("jpserver_extensions", {})}


def _lab_extension() -> Finding:
    from jupyter_core.paths import jupyter_path
    from jupyterlab_server.config import get_page_config

    # Where `jupyter lab` itself looks, see jupyterlab.commands.get_app_dir, which takes a second to import.
    settings = Path(os.environ.get("JUPYTERLAB_DIR") or Path(sys.prefix, "share", "jupyter", "lab"), "settings")
    page = get_page_config(jupyter_path("labextensions"), str(settings))
    if LAB not in [extension["name"] for extension in page["federated_extensions"]]:
        remedy = "Install nbgrader again for this Python: `pip install --force-reinstall nbgrader`."
        return Finding("lab extension", False, f"{LAB} is not there", remedy, **NOT_NEEDED)
    disabled = page.get("disabledExtensions", [])
    off = [name for name in (LAB, *(f"{LAB}:{plugin}" for plugin in PLUGINS)) if name in disabled]
    remedy = f"Switch on with `jupyter labextension enable {' '.join(off)}`; on a hub some may be meant to be off."
    return Finding("lab extension", not off, f"off: {', '.join(off)}" if off else LAB, remedy, **NOT_NEEDED)
