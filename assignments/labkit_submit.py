"""Before you hand in: a check of the whole notebook, and a zip file for a learning platform.

python labkit.py check lab02_batchnorm.ipynb      or in a cell: labkit.check_notebook("lab02_batchnorm.ipynb")
python labkit.py pack lab02_batchnorm.ipynb       or in a cell: labkit.pack("lab02_batchnorm.ipynb")

Both read the file, so save the notebook first. The check needs Jupyter, the zip nothing but Python. Neither changes
your notebook.
"""

import argparse
import io
import os
import re
import subprocess
import sys
import textwrap
import time
import warnings
import zipfile
import zlib
from pathlib import Path

from labkit_notebook import Notebook, Refused, allowed, is_released, meta, name_of, remarks, unwritten
from labkit_run import RUNNING, run_all, run_as_judged

SHOWN = "LABKIT_OUTPUT_IS_SHOWN_IN_A_CELL"
MOST_BYTES = 100_000_000  # nbgrader's own limit for a file that is handed in
LARGE_BYTES = 20_000_000  # what many learning platforms accept


def check(path, out=print, tell=lambda words: None):
    """Run the whole notebook afresh; print what becomes of each question, what does not count. True if all is well."""
    notebook = Notebook(path)
    out(f"{notebook.path.name}, as saved {_age(notebook.path)}\n")
    out("Run from top to bottom in a fresh kernel:")
    ready, stopped = {}, {}
    width = max(len(_question(cell)) for cell in notebook.questions)
    for cell, error, noise in run_all(notebook, tell):
        if any(cell is question for question in notebook.questions):
            good, words = _verdict(notebook, cell, error, noise)
            ready[name_of(cell)] = good
            _say(out, f"  {meta(cell).get('points', 0):>3g} points  {_question(cell):<{width}}  ", words)
        elif error:
            stopped[id(cell)] = error
    said = remarks(notebook)
    for cell, error in run_as_judged(notebook, tell):
        if not any(sentence.startswith(notebook.describe(cell)) and "is not Python" in sentence for sentence in said):
            said.append(_stopped(notebook, cell, error, error == stopped.get(id(cell))))
    if said:
        out("\nWhat does not count as it stands:")
        for sentence in said:
            _say(out, "  - ", sentence)
    else:
        out("\nEverything that you wrote is run when your work is judged.")
    out(f"\nReady: {sum(ready.values())} of {len(notebook.questions)} questions. The hidden tests try other cases.")
    return all(ready.values()) and not said


def _say(out, start, text):
    """Print a text behind its start, in lines of one length; what goes on is indented."""
    out(textwrap.fill(text, 100, initial_indent=start, subsequent_indent=" " * len(start), break_long_words=False))


def _tell(words):
    """Show for a moment what is running, where it can be overwritten."""
    if sys.stdout.isatty() or SHOWN in os.environ:
        print(f"{words:<40}", end="\r", flush=True)


def _print(line):
    """Print over what `_tell` has shown."""
    blank = f"{'':<40}\r" if sys.stdout.isatty() or SHOWN in os.environ else ""
    print(blank + line)


def _question(cell):
    return name_of(cell).removeprefix("test_")


def _age(path):
    """When a file was saved: minutes ago, if that is not long."""
    saved = path.stat().st_mtime
    minutes = int((time.time() - saved) / 60)
    ago = "just now" if minutes < 1 else f"{minutes} minute{'s' * (minutes != 1)} ago" if minutes < 120 else ""
    clock = time.strftime("%Y-%m-%d %H:%M", time.localtime(saved))
    return f"{ago} ({clock})" if ago else f"on {clock}"


def _verdict(notebook, cell, error, noise):
    """Whether a question is ready, and what to say of it."""
    if meta(cell).get("solution"):
        return (False, "no answer yet") if is_released(cell) else (True, "answered; a human reads it")
    if cell["cell_type"] != "code":
        return False, "the public check was turned into text and does not run"
    if not error and not noise:
        return True, "the public check passes"
    answer = notebook.known.get(_question(cell), {"source": ""})
    left = unwritten(answer["source"])
    if left and error:
        return False, "still a stub" if is_released(answer) else _left(left)
    if not error:
        return False, f"the public check warns, which Validate takes for a failure: {noise.splitlines()[-1]}"
    name, text = error
    if name == "NotRun":
        return False, f"not run: {text}"
    return False, "the public check fails: " + (
        text if name in ("CheckFailed", "AssertionError") and text else _named(error)
    )


def _left(functions):
    return f"the line `raise NotImplementedError()` still stands in {', '.join(functions)}"


def _named(error):
    """An error as one line."""
    name, text = error
    return f"{name}: {text.splitlines()[0]}" if text else name


def _stopped(notebook, cell, error, always):
    """What to say of a cell of the student's own that raised."""
    name, where = error[0], notebook.describe(cell)
    if name == "NotImplementedError":
        return f"{where} is not finished: it stops with NotImplementedError."
    module = re.match("No module named '([^']+)'", error[1])
    if module and not notebook.may_import(module[1]):
        return f"{where} stops where it imports {module[1]}: when your work is judged, {allowed(notebook)}."
    if always:
        return f"{where} stops with {_named(error)}: what comes after that line in it does not count."
    why = {
        "FileNotFoundError": "there are no files then",
        "NameError": "public checks and figures are not run then: define it in a cell of your own",
        "Timeout": "no cell may take longer",
    }.get(name, "there are no figures, no files and no public checks then")
    return f"{where} runs here, but stops when your work is judged with {_named(error)}; {why}."


def pack(path, out=print):
    """Write the zip that a learning platform takes, beside the notebook: LAB.zip with LAB.ipynb in it; its path."""
    notebook = Notebook(path)
    size, answers = len(notebook.raw), [cell for cell in notebook.known.values() if meta(cell).get("solution")]
    if not any(name in notebook.known for name in notebook.names) or all(is_released(cell) for cell in answers):
        raise Refused(f"nothing is written in {path} yet: is it the right file, and did you save it?")
    if size > MOST_BYTES:
        raise Refused(f"{path} has {size / 1e6:,.0f} MB, at most {MOST_BYTES / 1e6:,.0f} MB are taken: "
                      "clear the outputs that are so long, and save it")  # fmt: skip
    target = notebook.path.with_name(f"{notebook.lab}.zip")
    partial = target.with_suffix(".zip.part")
    with zipfile.ZipFile(partial, "w") as file:
        # Very long, very even outputs are packed so well that they would be taken for an attack.
        even = len(zlib.compress(notebook.raw)) * 100 < size
        entry = zipfile.ZipInfo(f"{notebook.lab}.ipynb", time.localtime(notebook.path.stat().st_mtime)[:6])
        entry.external_attr = 0o644 << 16
        file.writestr(entry, notebook.raw, zipfile.ZIP_STORED if even else zipfile.ZIP_DEFLATED)
    os.replace(partial, target)
    name = notebook.path.name
    renamed = "" if name == f"{notebook.lab}.ipynb" else f" under the name {notebook.lab}.ipynb"
    out(f"{target.name} holds {name} as saved {_age(notebook.path)}{renamed}.")
    for cell in answers:
        if is_released(cell):
            _say(out, "  - ", f"{name_of(cell)} is left as it was: it earns nothing.")
        elif left := unwritten(cell["source"]):
            _say(out, "  - ", f"In {name_of(cell)}, {_left(left)}.")
    for sentence in remarks(notebook):
        if "rename it" not in sentence:
            _say(out, "  - ", sentence)
    if target.stat().st_size > LARGE_BYTES:
        size = target.stat().st_size / 1e6
        _say(out, "  - ", f"It has {size:,.0f} MB; if that is too large, clear outputs, save and pack again.")
    out("Hand in this one file.")
    return target


def find_notebook(path=None):
    """The notebook that is meant: `path`, or the only one of a lab in this folder."""
    if path is not None:
        return Path(path)
    found = [one for one in sorted(Path.cwd().glob("*.ipynb")) if _of_a_lab(one)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(one.name for one in found)
    raise Refused(f"there are {len(found)} notebooks of labs here, {names}: name one" if found else
                  f"there is no notebook of a lab in {Path.cwd()}: give its path")  # fmt: skip


def _of_a_lab(path):
    try:
        return bool(Notebook(path).questions)
    except Refused:
        return False


def in_a_cell(command, path=None):
    """Do what the command line does, from a cell of a notebook: in a process of its own, which can be interrupted."""
    if RUNNING in os.environ or "NBGRADER_EXECUTION" in os.environ:
        print("(left out while the whole notebook is run to be checked)")
        return
    line = [sys.executable, "-u", __file__, command, *([] if path is None else [str(path)])]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", SHOWN: "1"}
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            # With newline="" what is to be overwritten ends at its carriage return, and keeps it.
            for text in io.TextIOWrapper(process.stdout, encoding="utf-8", newline=""):
                print(text.replace("\r\n", "\n"), end="", flush=True)
        except KeyboardInterrupt:
            process.terminate()
            print("stopped")


def main(arguments=None):
    """The command line; returns the exit code: 0 all is well, 1 something is not, 2 it could not be done."""
    parser = argparse.ArgumentParser(
        prog="labkit.py", description="Check a lab's notebook before you hand it in, or pack it."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in (
        ("check", "run the whole notebook, say what is not right yet"),
        ("pack", "write the zip to hand in"),
    ):
        commands.add_parser(name, help=words).add_argument(
            "notebook", nargs="?", help="by default the one in this folder"
        )
    chosen = parser.parse_args(arguments)
    sys.stdout.reconfigure(errors="replace")  # a terminal that cannot show a letter of the student's
    warnings.simplefilter("ignore")  # what libraries say to programmers
    try:
        path = find_notebook(chosen.notebook)
        return 0 if (pack(path) if chosen.command == "pack" else check(path, _print, _tell)) else 1
    except Refused as error:
        print(error, file=sys.stderr)
    except ImportError as error:
        print(f"this needs {error.name}, which comes with Jupyter: pip install jupyter", file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
