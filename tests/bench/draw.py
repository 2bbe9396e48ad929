"""Draws docs/images/scale.svg from what was measured: `python tests/bench/draw.py`.

Also prints the tables.
"""

from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt
from results import load, table

IMAGES = Path(__file__).parents[2] / "docs" / "images"
INK, QUIET, OURS, OTHER = "#1f2328", "#8c959f", "#0969da", "#bf8700"
PARTS = ("throughput_lab02", "throughput_lab03", "split", "growth", "watch", "layers")


def main() -> None:
    """The figure and all tables."""
    for part in PARTS:
        document = load(part)
        print(f"\n{part}: {', '.join(document['machine'].values())}\n\n{table(document['rows'])}")
    mpl.rcParams["svg.hashsalt"] = "gradlab"
    draw([row for part in PARTS[:2] for row in load(part)["rows"]], load("growth")["rows"])


def draw(throughput: list[dict[str, Any]], growth: list[dict[str, Any]]) -> None:
    """Rates of the ways to grade; seconds and memory against the size of the class."""
    colours = ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color")
    with plt.rc_context(dict.fromkeys(colours, INK) | {"font.size": 9}):
        figure, (rates, times, memory) = plt.subplots(3, 1, figsize=(7, 8.5), layout="constrained")
        _rates(rates, throughput)
        grown = [row for row in growth if row["way"] == "--jobs 2"]
        sizes = [row["submissions"] for row in grown]
        times.loglog(sizes, [row["seconds"] for row in grown], "o-", color=OURS)
        if grown:
            last = grown[-1]
            steady = last["seconds"] / last["submissions"]
            times.loglog(sizes, [steady * size for size in sizes], ":", color=QUIET)
            note = f"dotted: {1000 * steady:.0f} ms each"
            middle = grown[len(grown) // 2]["submissions"]
            times.annotate(note, (middle, steady * middle), (8, -4), color=INK, textcoords="offset points", va="top")
        times.set(xlabel="submissions", ylabel="seconds, start to end")
        memory.semilogx(sizes, [row["most megabytes"] for row in grown], "o-", color=OURS)
        memory.axhline(1536 * 1.048576, linestyle=":", color=QUIET)
        memory.annotate("1.5 GiB", (sizes[0] if sizes else 10, 1536 * 1.048576), (0, -11), textcoords="offset points")
        memory.set(xlabel="submissions", ylabel="most memory of all\nprocesses, MB", ylim=(0, 1750))
        for axes in (rates, times, memory):
            axes.spines[["top", "right"]].set_visible(False)
        for axes in (times, memory):
            axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
            axes.minorticks_off()
        figure.savefig(IMAGES / "scale.svg", metadata={"Date": None})
        plt.close(figure)


def _rates(axes: Any, rows: list[dict[str, Any]]) -> None:
    labs = list(dict.fromkeys(row["lab"] for row in rows))
    ways = list(dict.fromkeys(row["way"] for row in rows))
    height = 0.8 / max(1, len(labs))
    for number, lab in enumerate(labs):
        mine = {row["way"]: row for row in rows if row["lab"] == lab}
        for place, way in enumerate(ways):
            if way not in mine:
                continue
            ours = "gradlab" in way or "our" in way
            rate, at = mine[way]["a minute"], place + (number - (len(labs) - 1) / 2) * height
            axes.barh(at, rate, height * 0.9, color=OURS if ours else OTHER, alpha=1 - 0.4 * number)
            said = f"{rate:,.0f}   {lab.partition('_')[0]}, {mine[way]['times stock']:.1f} x stock"
            axes.annotate(said, (rate, at), (4, 0), textcoords="offset points", va="center", fontsize=7)
    axes.set_xscale("log")
    axes.set_yticks(range(len(ways)), ways)
    axes.invert_yaxis()
    axes.margins(x=0.35)
    axes.set(xlabel="submissions a minute")


if __name__ == "__main__":
    main()
