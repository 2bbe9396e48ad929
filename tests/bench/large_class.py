"""Memory, descriptors and processes while one lab of a large class is graded: this file, with the number of students.

Prints a table and draws docs/images/large-class.svg: what the grader, its judges and all sandboxes hold together
(proportional set size, so that shared pages count once), and how many descriptors and processes there are.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt
import nbformat
from held import family, held

from autograder.course import Course, new_course
from autograder.labs import find_lab
from autograder.nbgrader_plugins.app import course_api, must
from autograder.notebook import solve

LAB = "lab02_batchnorm"
IMAGE = Path(__file__).parents[2] / "docs" / "images" / "large-class.svg"
Sample = tuple[float, int, float, int, int]  # seconds, judged, megabytes, descriptors, processes


def main(students: int) -> None:
    """Make the class, grade it once, watch."""
    with tempfile.TemporaryDirectory() as folder:
        course = made_course(Path(folder) / "course", students)
        command = [sys.executable, "-c", "from autograder.cli import main; main()", "grade", LAB, "--jobs", "2"]
        samples, started = [], time.monotonic()
        with subprocess.Popen(command, cwd=course.root, stdout=subprocess.DEVNULL) as grader:
            while grader.poll() is None:
                samples.append((time.monotonic() - started, judged(course), *held(family(grader.pid))))
                time.sleep(0.5)
        print(f"exit code {grader.returncode}, {judged(course)} records, {samples[-1][0]:.0f} s")
    show(samples, students)


def made_course(root: Path, students: int) -> Course:
    """A released lab; everybody hands in another text of one of a few answers."""
    course = new_course(root, "large-101")
    must(course_api(course).generate_assignment(LAB), "generate_assignment")
    lab = find_lab(LAB, course.assignments)
    reference = lab.solution.read_text("utf-8")
    wrong = sorted((lab.suite / "wrong").glob("[!l]*.py"))[::8]
    texts = [
        nbformat.writes(solve(lab, reference, *([path.read_text("utf-8")] if path else []))) for path in (None, *wrong)
    ]
    for number in range(students):
        folder = course.submitted / f"s{number:05d}" / LAB
        folder.mkdir(parents=True)
        text = texts[number % len(texts)].replace("def batchnorm_forward", f"# by {number}\\ndef batchnorm_forward", 1)
        (folder / f"{LAB}.ipynb").write_text(text, encoding="utf-8")
    return course


def judged(course: Course) -> int:
    """How many records there are."""
    folder = course.records(LAB)
    return len(list(folder.glob("*.json"))) if folder.is_dir() else 0


def show(samples: list[Sample], students: int) -> None:
    """A table at every tenth of the class, and the figure."""
    print("judged  seconds  megabytes  descriptors  processes")
    for tenth in range(1, 11):
        near = [sample for sample in samples if sample[1] >= tenth * students // 10]
        if near:
            print("{1:6}  {0:7.0f}  {2:9.0f}  {3:11}  {4:9}".format(*near[0]))
    print(f"most: {max(sample[2] for sample in samples):.0f} megabytes, {max(s[3] for s in samples)} descriptors")
    samples = samples[:: max(1, len(samples) // 300)]  # enough for a small figure
    mpl.rcParams["svg.hashsalt"] = "gradlab"
    figure, (above, below) = plt.subplots(2, 1, figsize=(7, 4.5), sharex=True, layout="constrained")
    share = [sample[1] for sample in samples]
    above.plot(share, [sample[2] for sample in samples], ".", markersize=3)
    above.set(ylabel="memory of all\nprocesses, MB", ylim=(0, None))
    below.plot(share, [sample[3] for sample in samples], ".", markersize=3, label="open descriptors")
    below.plot(share, [sample[4] for sample in samples], ".", markersize=3, label="processes")
    below.set(xlabel=f"submissions judged, of {students:,}", ylim=(0, None))
    below.legend(frameon=False)
    for axes in (above, below):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(IMAGE, metadata={"Date": None})


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
