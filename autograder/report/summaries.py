"""The week on one page, for a mail: as Markdown and as a picture. What the class report says, in short."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from autograder.report.charts import draw_histogram
from autograder.report.class_data import ClassData
from autograder.report.pages import clip, number, percent, printable

MOST = 6  # mistakes, claims and names that are listed
SIZE = 9.5  # points, of lists
INDENT, RIGHT = 0.089, 0.93  # where the text of a list stands on the page
COLOURS = ("#59636f", "#1d5c8c", "#dfe3e8")  # ink, bar, line, as the report's by day
FONTS = ["Noto Sans", "Noto Sans CJK KR", "NanumGothic", "WenQuanYi Zen Hei", "DejaVu Sans"]
DPI = 110
NEEDS = {
    "ungraded": "without a result",
    "missing": "without the notebook",
    "cell": "with a cell that does not run",
    "died": "crashed or out of time",
    "review": "worth a second look",
    "open": "with unread written answers",
}


def markdown(data: ClassData) -> str:
    """Facts, questions, mistakes, and who needs a human; no more than a page."""
    lines = [f"# {data.lab.name}: the week on one page", "", *(f"- {fact}" for fact in facts(data)), ""]
    lines += ["| Question | Mean | Full marks |", "|---|---:|---:|"]
    for count in data.questions:
        none = f"open, {count.unread} unread" if count.open else "–"
        mean = f"{number(count.mean)} of {number(count.line.points)}" if count.mean is not None else none
        full = f"{percent(count.full, len(count.scores))} %" if count.mean is not None else "–"
        lines.append(f"| {_text(count.line.name)} | {mean} | {full} |")
    if data.mistakes:
        lines += ["", "## Mistakes by frequency", ""]
        lines += [
            f"- {len(m.students)} × code that {_text(data.sentence(m))} (`{m.question}`)" for m in data.mistakes[:MOST]
        ]
    if hard := hardest(data):
        lines += ["", "## Claims that fewest answers fulfil", ""]
        lines += [f"- {rate} %: a correct answer {_text(claim)} (`{question}`)" for rate, claim, question in hard]
    lines += ["", "## Needs a human", ""]
    lines += [f"- {len(who)} {NEEDS[reason]}: {_text(_names(who))}" for reason, who in needs(data)] or ["- nobody"]
    return "\n".join(lines) + "\n"


def facts(data: ClassData) -> list[str]:
    """The few numbers that matter, in sentences."""
    found = [f"{len(data.scores)} of {len(data.rows)} submissions are judged"]
    if data.scores:
        low, middle, high = data.quartiles
        of = f"{number(data.points)} points" + (" of the tests (written answers are unread)" if data.tests_only else "")
        found.append(f"median {number(middle)} of {of}, middle half {number(low)} to {number(high)}")
    if late := sum(row.late_hours > 0 for row in data.rows):
        found.append(f"{late} handed in late")
    if again := data.again:
        better = sum(row.attempts[-1] > row.attempts[0] for row in again)
        found.append(f"{len(again)} handed in more than once, {better} of them got better")
    return found


def hardest(data: ClassData) -> list[tuple[str, str, str]]:
    """The claims about values with the lowest pass rates: rate in per cent, claim, question."""
    found = [
        (test.outcomes["passed"] / test.judged, test, count.line.name)
        for count in data.questions
        for test in count.tests.values()
        if test.judged and test.outcomes["passed"] < test.judged
    ]
    found.sort(key=lambda item: item[0])
    return [
        (percent(test.outcomes["passed"], test.judged), " ".join(test.test.claim.split()).rstrip("."), question)
        for _, test, question in found[:MOST]
    ]


def needs(data: ClassData) -> list[tuple[str, list[str]]]:
    """Why a human has to look, and at whom."""
    found = [(reason, [row.student for row in data.rows if reason in row.needs]) for reason in NEEDS]
    return [(reason, who) for reason, who in found if who]


def png(data: ClassData) -> bytes:
    """The same as a picture, A4 upright."""
    from matplotlib import rc_context  # half a second to import
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with rc_context({"font.family": _fonts(), "font.size": 10, "text.color": "#20262d"}):
        figure = Figure(figsize=(8.27, 11.69), dpi=DPI, facecolor="white")
        FigureCanvasAgg(figure)
        figure.text(0.07, 0.955, data.lab.name, fontsize=20, fontweight="bold", va="center", parse_math=False)
        figure.text(0.07, 0.93, "the week on one page", color=COLOURS[0], va="center")
        _list(figure, 0.905, facts(data))
        if data.bins:
            axes = _axes(figure, (0.07, 0.68, 0.86, 0.125))
            label = "Points from tests" if data.tests_only else "Points"
            draw_histogram(axes, data.bins, data.points, label, "Students", COLOURS)
        _questions(figure, data)
        top = _heading(figure, 0.385, "Mistakes by frequency")
        said = [f"{len(m.students)} ×  {_plain(data.sentence(m))}  ({m.question})" for m in data.mistakes[:MOST]]
        _list(figure, top, said or ["none has a name"])
        top = _heading(figure, 0.205, "Needs a human")
        _list(
            figure, top, [f"{len(who)} {NEEDS[reason]}: {_names(who)}" for reason, who in needs(data)] or ["nobody"], 2
        )
        buffer = BytesIO()
        figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def _axes(figure: Any, place: tuple[float, float, float, float]) -> Any:
    axes = figure.add_axes(place)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(COLOURS[2])
    axes.tick_params(colors=COLOURS[0], color=COLOURS[2], length=3)
    return axes


def _questions(figure: Any, data: ClassData) -> None:
    """A bar for each question: the mean score in per cent of its points."""
    scored = [count for count in data.questions if count.mean is not None or count.open]
    if not scored:
        return
    _heading(figure, 0.612, "Mean score by question, in per cent")
    axes = _axes(figure, (0.36, 0.43, 0.57, 0.165))
    shares = [100 * (count.mean or 0.0) / (count.line.points or 1.0) for count in scored]
    bars = axes.barh(range(len(scored)), shares, 0.7, color=COLOURS[1])
    said = ["open" if count.open else f"{share:.0f}" for count, share in zip(scored, shares, strict=True)]
    axes.bar_label(bars, said, padding=3, color=COLOURS[0])
    axes.set_yticks(range(len(scored)), [clip(count.line.name, 34) for count in scored], parse_math=False)
    axes.set_xlim(0, 108)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()


def _heading(figure: Any, y: float, text: str) -> float:
    figure.text(0.07, y, text, fontsize=12, fontweight="bold", va="center")
    return y - 0.026


def _list(figure: Any, y: float, lines: Sequence[str], rows: int = 1) -> None:
    """A dash and a line each; what does not fit into so many rows of the page's width is cut."""
    place = 0
    for line in lines:
        for row, part in enumerate(_rows(figure, line, rows)):
            at = (0.07 if row == 0 else INDENT, y - 0.0235 * place)
            figure.text(*at, part if row else f"–  {part}", va="center", fontsize=SIZE, parse_math=False)
            place += 1


def _rows(figure: Any, line: str, most: int) -> list[str]:
    rows = [""]
    for word in line.split(" "):
        longer = f"{rows[-1]} {word}".lstrip()
        if rows[-1] and _width(figure, longer) > RIGHT - INDENT:
            if len(rows) == most:
                rows[-1] += " …"
                break
            longer = word
            rows.append("")
        rows[-1] = longer
    return rows


def _width(figure: Any, text: str) -> float:
    """As a part of the page's width."""
    drawn = figure.text(0, 0, text, fontsize=SIZE, parse_math=False)
    width: float = drawn.get_window_extent().width / figure.bbox.width
    drawn.remove()
    return width


def _fonts() -> list[str]:
    """Those of our fonts that this machine has; matplotlib warns about each that it has not."""
    from matplotlib.font_manager import fontManager

    there = {font.name for font in fontManager.ttflist}
    return [name for name in FONTS if name in there] or ["sans-serif"]


def _names(students: Sequence[str]) -> str:
    shown = ", ".join(_plain(student) for student in students[:MOST])
    return shown + (f" and {len(students) - MOST} more" if len(students) > MOST else "")


def _plain(text: str) -> str:
    return clip(printable(" ".join(text.split())).replace("`", ""), 120)


def _text(text: str) -> str:
    """Text that no Markdown reader takes for HTML, or for the edge of a table."""
    return printable(" ".join(text.split())).replace("<", "&lt;").replace("|", "\\|")
