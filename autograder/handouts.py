"""The files that students get beside a lab's notebook."""

import json
import shutil
from pathlib import Path

from autograder.errors import UserError
from autograder.labs import Lab
from autograder.provided import MODULE, layer_names, layers

TOOLKIT = ("labkit.py", "labkit_notebook.py", "labkit_run.py", "labkit_submit.py")
LAYERS = f"{MODULE}.py"


def handouts(lab: Lab) -> tuple[str, ...]:
    """Their names: the toolkit, the data files that the notebook's metadata lists, layers.py where it names layers."""
    metadata = json.loads(lab.notebook.read_text(encoding="utf-8"))["metadata"]
    files = metadata.get("gradlab", {}).get("files", [])
    return (*TOOLKIT, *files, *((LAYERS,) if layer_names(lab) else ()))


def hand_out(lab: Lab, folder: Path, own_layers: bool = False) -> None:
    """Lay these files into a folder; with `own_layers`, layers.py has gaps for the student's earlier functions."""
    for name in handouts(lab):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name == LAYERS:
            target.write_text(layers(lab.name, layer_names(lab), own_layers).source, encoding="utf-8")
            continue
        source = (lab.notebook.parent.parent if name in TOOLKIT else lab.notebook.parent) / name
        try:
            shutil.copyfile(source, target)
        except OSError as error:
            raise UserError(f"{source} should go beside {lab.notebook.name}, but {error.strerror}") from None
