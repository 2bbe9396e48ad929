"""A new lab, already green: one question in notebook, solutions and hidden suite, to write the real ones over."""

from pathlib import Path
from string import Template

import nbformat

from autograder.errors import UserError
from autograder.labs import NAME, SOLUTIONS, SUITES, assignments_folder
from autograder.new_lab.notebook import first_notebook

TEMPLATES = Path(__file__).parent / "templates"


def create(name: str) -> list[Path]:
    """Write the three places of a lab; the paths written. UserError, and nothing written, where one exists."""
    if not NAME.fullmatch(name):
        raise UserError(f"{name!r} is no name for a lab: it should look like lab09_attention, in small letters")
    assignments = assignments_folder()
    if not (assignments.parent / "pyproject.toml").is_file():
        raise UserError("a lab is written in a checkout of the kit; this one is installed, so nothing was written")
    places = (assignments / name, SOLUTIONS / f"{name}.py", SUITES / name)
    taken = [place for place in places if place.exists()]
    if taken:
        raise UserError(f"{taken[0]} exists; nothing was written, choose another name")
    written = []
    for template in sorted(TEMPLATES.rglob("*.txt")):
        inside = template.relative_to(TEMPLATES).with_suffix("")
        path = SOLUTIONS / f"{name}{inside.suffix}" if inside.stem == "solution" else places[2] / inside
        written.append(_write(path, Template(template.read_text(encoding="utf-8")).substitute(lab=name)))
    _write(places[2] / "__init__.py", f'"""The hidden suite of {name}."""\n')
    notebook = places[0] / f"{name}.ipynb"
    text = nbformat.writes(first_notebook(name, places[1].read_text(encoding="utf-8")), version=4)
    return [_write(notebook, text + "\n"), *written]


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
