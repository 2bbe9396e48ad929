"""A Gradescope autograder: the zip that runs this kit there, with this course's labs, limits and salt.

Gradescope unpacks it in /autograder/source, runs setup.sh once when it builds the image, and run_autograder for each
submission: it finds the files in /autograder/submission and expects /autograder/results/results.json.
"""

import importlib.metadata
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder.course import CONFIG, SETTINGS, Course
from autograder.course_policy import policy_of
from autograder.errors import UserError
from autograder.labs import PACKAGE, SOLUTIONS, Lab
from autograder.storing import PARTIAL, not_written

# What opens notebooks for people is not needed to judge them.
NOT_NEEDED = ("jupyter", "matplotlib")
LEFT_OUT = ("demo", "verify", "new_lab", "assignments")
SETUP = """\
#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the autograder's image.
set -euo pipefail
cd "$(dirname "$0")"
apt-get update
apt-get install --yes --no-install-recommends bubblewrap python3-venv python3-pip
python=$(command -v python{version} || true)
if [ -z "$python" ]; then
  # The same Python as the course's, so that the hidden cases are the same.
  python3 -m pip install uv || python3 -m pip install --break-system-packages uv
  python3 -m uv python install {version}
  python=$(python3 -m uv python find {version})
fi
"$python" -m venv /autograder/venv
/autograder/venv/bin/python -m pip install --requirement requirements.txt
"""
RUN = """\
#!/usr/bin/env bash
# Gradescope copies this to /autograder and runs it for each submission.
set -euo pipefail
root="$(cd "$(dirname "$0")" && pwd)"
export PYTHONPATH="$root/source" PYTHONDONTWRITEBYTECODE=1
cd "$root/source/course"
exec "$root/venv/bin/python" -m autograder.exports.gradescope_run {lab} "$root" --isolation {isolation}
"""


def pack(course: Course, lab: Lab, path: Path, isolation: str = "bubblewrap") -> None:
    """Write the zip; it holds all that nobody but Gradescope may see: solutions, the hidden suite, the salt."""
    if isolation not in ("bubblewrap", "none"):
        raise UserError(f"--isolation is {isolation!r}, expected bubblewrap or none")
    policy_of(course, lab.name)  # a slip in the limits shows here, and not there
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    partial = path.with_name(f"{PARTIAL}{os.getpid()}.zip")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            _script(archive, "setup.sh", SETUP.replace("{version}", version))
            _script(archive, "run_autograder", RUN.replace("{lab}", lab.name).replace("{isolation}", isolation))
            archive.writestr("requirements.txt", "".join(f"{line}\n" for line in requirements()))
            archive.writestr(f"course/{CONFIG}", _settings(course, lab))
            for name, source in _files(course, lab):
                archive.write(source, name)
        partial.replace(path)
    except OSError as error:
        raise not_written(error, path) from error
    finally:
        partial.unlink(missing_ok=True)


def requirements() -> list[str]:
    """What judging needs, in the versions installed here: with others, Hypothesis would draw other cases."""
    found = []
    for line in importlib.metadata.requires("gradlab") or ():
        wish, _, marker = (part.strip() for part in line.partition(";"))
        name = re.split(r"[<>=!~\[ ]", wish)[0]
        if "extra ==" in marker or name in NOT_NEEDED:
            continue
        try:
            pinned = f"{name}=={importlib.metadata.version(name)}"
        except importlib.metadata.PackageNotFoundError:  # one for another system
            pinned = wish
        found.append(f"{pinned}; {marker}" if marker else pinned)
    return found


def _script(archive: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
    info.external_attr = 0o100755 << 16
    archive.writestr(info, text)


def _files(course: Course, lab: Lab) -> Iterator[tuple[str, Path]]:
    """Name in the zip, and file: the kit with this lab's suite only, and a course with this lab only."""
    for package in (PACKAGE, SOLUTIONS):
        for path in _plain_files(package):
            inside = path.relative_to(package).parts
            suite = inside[1] if package == PACKAGE and inside[0] == "suites" and len(inside) > 2 else lab.name
            if suite == lab.name and inside[0] not in LEFT_OUT:
                yield "/".join((package.name, *inside)), path
    course.salt()
    yield "course/.gradlab/salt", course.private / "salt"
    for path in (course.private / "cases").glob(f"{lab.name}-*.cases"):  # drawn before: saves the first run seconds
        yield f"course/.gradlab/cases/{path.name}", path
    for path in _plain_files(lab.notebook.parent):
        yield f"course/assignments/{lab.name}/{path.relative_to(lab.notebook.parent).as_posix()}", path


def _plain_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & {*path.parts}:
            yield path


def _settings(course: Course, lab: Lab) -> str:
    """The course's settings without what is nobody's business there, such as the password of a database."""
    limits = dict(course.config.get("Policy", {}))
    labs = {name: dict(own) for name, own in limits.pop("labs", {}).items() if name == lab.name}
    lines = [f"c.Policy.{name} = {value!r}\n" for name, value in {**limits, "labs": labs}.items()]
    return SETTINGS.format(course_id=course.course_id) + "".join(lines)
