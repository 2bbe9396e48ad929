"""The kit installed in an environment of its own, as an administrator would have it in /opt/gradlab."""

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[2]
SKIPPED = shutil.ignore_patterns("__pycache__", "*.pyc")
GRADLAB = "from autograder.cli import main\n\nmain()\n"


def install(place: Path) -> Path:
    """The kit's packages are copies; all else comes from where the tests run. The folder of the programs."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    ours, theirs = Path(sys.executable).parent, sysconfig.get_path("purelib")
    packages = next((place / "lib").glob("python*")) / "site-packages"
    # A folder named in a .pth file is searched, but .pth files in it, such as the editable install's, are not read.
    (packages / "others.pth").write_text(theirs + "\n")
    for name, target in (
        ("autograder", "autograder"),
        ("solutions", "solutions"),
        ("assignments", "autograder/assignments"),
    ):
        shutil.copytree(ROOT / name, packages / target, ignore=SKIPPED)
    for name in ("share", "etc"):
        shutil.rmtree(place / name, ignore_errors=True)
        (place / name).symlink_to(Path(sys.prefix, name))
    programs, python = place / "bin", str(place / "bin" / "python")
    for script in ours.iterdir():
        if script.is_file() and not script.is_symlink() and not (programs / script.name).exists():
            head, _, body = script.read_bytes().partition(b"\n")
            if head.startswith(b"#!") and b"python" in head:
                write(programs / script.name, f"#!{python}\n".encode() + body)
    write(programs / "gradlab", f"#!{python}\n{GRADLAB}".encode())
    return programs


def write(path: Path, program: bytes) -> None:
    """A program."""
    path.write_bytes(program)
    path.chmod(0o755)
