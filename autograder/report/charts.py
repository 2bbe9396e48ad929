"""Pictures as inline SVG: drawn by matplotlib, then stripped of everything that names an address or fixes a colour."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from io import StringIO
from statistics import median
from typing import Any

from markupsafe import Markup

BINS = 10
# matplotlib needs colours, the page has its own for light and dark: these stand for the page's CSS variables.
INK, BAR, LINE = "#010101", "#020202", "#030303"
DROPPED = ("metadata", "style")  # a style element inside would reach the whole page
VARIABLES = {INK: "var(--soft)", BAR: "var(--accent)", LINE: "var(--line)"}


def count_bins(scores: Sequence[float], points: float) -> list[int]:
    """How many scores lie in each tenth of the points; full marks belong to the last tenth."""
    counts = [0] * BINS
    for score in scores:
        counts[min(BINS - 1, max(0, int(BINS * score / points)))] += 1
    return counts


def histogram(counts: Sequence[int], points: float, x_label: str, y_label: str) -> Markup:
    """The distribution of scores over tenths of the points: a bar for each, its count on top."""

    def draw(axes: Any) -> None:
        draw_histogram(axes, counts, points, x_label, y_label, (INK, BAR, LINE))

    return _svg(draw, "distribution-text")


def draw_histogram(
    axes: Any, counts: Sequence[int], points: float, x_label: str, y_label: str, colours: tuple[str, str, str]
) -> None:
    """The same on given axes, in (ink, bar, line)."""
    ink, bar, _ = colours
    width = points / len(counts)
    bars = axes.bar([width * (i + 0.5) for i in range(len(counts))], counts, width * 0.86, color=bar)
    axes.bar_label(bars, [str(count) if count else "" for count in counts], padding=2, color=ink)
    axes.set_xlim(0, points)
    axes.set_ylim(0, max(1, *counts) * 1.12)
    axes.set_xticks([width * i for i in range(len(counts) + 1)])
    axes.set_yticks([])
    axes.set_xlabel(x_label, color=ink)
    axes.set_ylabel(y_label, color=ink)


def progress(paths: Sequence[Sequence[float]], points: float, x_label: str, y_label: str) -> Markup:
    """Points by attempt: a thin line for each student who handed in again, a thick one for the median."""
    longest = max(len(path) for path in paths)
    medians = [median([path[min(i, len(path) - 1)] for path in paths]) for i in range(longest)]

    def draw(axes: Any) -> None:
        for path in paths:
            axes.plot(range(1, len(path) + 1), path, color=INK, alpha=0.3, linewidth=1, marker="o", markersize=2)
        axes.plot(range(1, longest + 1), medians, color=BAR, linewidth=3, marker="o", markersize=6)
        axes.set_ylim(0, points * 1.04)
        axes.set_xlim(0.8, longest + 0.2)
        axes.set_xticks(range(1, longest + 1))
        axes.set_xlabel(x_label, color=INK)
        axes.set_ylabel(y_label, color=INK)

    return _svg(draw, "progress-text", left=0.1)


def boxes(names: Sequence[str], shares: Sequence[Sequence[float]], y_label: str) -> Markup:
    """The spread of scores, lab by lab, in per cent: a box from quartile to quartile, a line in it for the median, and
    ends at the least and the greatest."""

    def draw(axes: Any) -> None:
        line = {"color": INK, "linewidth": 1.0}
        width = 0.5 * min(1.0, len(names) / 5)
        axes.boxplot(
            [list(values) for values in shares], widths=width, patch_artist=True, whis=(0, 100), showfliers=False,
            boxprops={"facecolor": BAR, "edgecolor": BAR, "alpha": 0.45}, medianprops={"color": BAR, "linewidth": 3},
            whiskerprops=line, capprops=line,
        )  # fmt: skip
        axes.set_xticks(range(1, len(names) + 1), names)
        axes.set_ylim(-3, 104)  # an end at 0 is not the axis
        axes.set_ylabel(y_label, color=INK)

    return _svg(draw, "spread-text", left=0.1)


def _svg(draw: Callable[[Any], None], described_by: str, left: float = 0.07) -> Markup:
    """A figure as an element of a page; `described_by` is the id of the text that says what it shows."""
    from matplotlib import rc_context  # costs half a second, and only these pages need it
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    style = {"svg.fonttype": "none", "svg.hashsalt": "gradlab", "font.size": 10, "font.family": "DejaVu Sans"}
    with rc_context(style):
        figure = Figure(figsize=(7.0, 2.7))
        FigureCanvasSVG(figure)
        axes = figure.add_axes((left, 0.22, 0.98 - left, 0.7))
        draw(axes)
        axes.tick_params(colors=INK, color=LINE, length=3)
        for side, spine in axes.spines.items():
            spine.set_visible(side == "bottom")
            spine.set_color(LINE)
        text = StringIO()
        figure.savefig(text, format="svg", transparent=True)
    return _inline(text.getvalue(), described_by)


def _inline(svg: str, described_by: str) -> Markup:
    """A stand-alone SVG document as an element of a page: no namespaces, no metadata, the page's fonts and colours."""
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        element.attrib = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        for child in [child for child in element if child.tag.rpartition("}")[2] in DROPPED]:
            element.remove(child)
    for fixed in ("width", "height", "version"):
        root.attrib.pop(fixed, None)
    root.attrib.update({"role": "img", "aria-labelledby": described_by})
    text = ElementTree.tostring(root, encoding="unicode")
    text = re.sub(r"font-family: [^;\"]*;? ?", "", text)
    for colour, variable in VARIABLES.items():
        text = text.replace(colour, variable)
    return Markup(text)  # made here from numbers and escaped labels only
