"""Pictures as inline SVG: drawn by matplotlib, then stripped of everything that names an address or fixes a colour."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from io import StringIO

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
    from matplotlib import rc_context  # costs half a second, and only this page needs it
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    style = {"svg.fonttype": "none", "svg.hashsalt": "gradlab", "font.size": 10, "font.family": "DejaVu Sans"}
    with rc_context(style):
        figure = Figure(figsize=(7.0, 2.7))
        FigureCanvasSVG(figure)
        axes = figure.add_axes((0.07, 0.22, 0.91, 0.7))
        width = points / len(counts)
        bars = axes.bar([width * (i + 0.5) for i in range(len(counts))], counts, width * 0.86, color=BAR)
        axes.bar_label(bars, [str(count) if count else "" for count in counts], padding=2, color=INK)
        axes.set_xlim(0, points)
        axes.set_ylim(0, max(1, *counts) * 1.12)
        axes.set_xticks([width * i for i in range(len(counts) + 1)])
        axes.set_yticks([])
        axes.set_xlabel(x_label, color=INK)
        axes.set_ylabel(y_label, color=INK)
        axes.tick_params(colors=INK, color=LINE, length=3)
        for side, spine in axes.spines.items():
            spine.set_visible(side == "bottom")
            spine.set_color(LINE)
        text = StringIO()
        figure.savefig(text, format="svg", transparent=True)
    return _inline(text.getvalue())


def _inline(svg: str) -> Markup:
    """A stand-alone SVG document as an element of a page: no namespaces, no metadata, the page's fonts and colours."""
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        element.attrib = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        for child in [child for child in element if child.tag.rpartition("}")[2] in DROPPED]:
            element.remove(child)
    for fixed in ("width", "height", "version"):
        root.attrib.pop(fixed, None)
    root.attrib.update({"role": "img", "aria-labelledby": "distribution-text"})
    text = ElementTree.tostring(root, encoding="unicode")
    text = re.sub(r"font-family: [^;\"]*;? ?", "", text)
    for colour, variable in VARIABLES.items():
        text = text.replace(colour, variable)
    return Markup(text)  # made here from numbers and escaped labels only
