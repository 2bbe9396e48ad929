"""Pictures of what came back, as inline SVG: shapes and classes only; colours come from the page, light or dark."""

from collections.abc import Iterator, Sequence
from math import prod

from markupsafe import Markup

from autograder.records import Picture

CELL, GAP = 9, 8  # pixels of an element, and between planes
PLANES = 40  # that a map shows
WIDEST = 60  # elements side by side in a map
AXES = {1: ("D",), 2: ("N", "D"), 3: ("N", "H", "W"), 4: ("N", "C", "H", "W")}


def error_map(picture: Picture) -> Markup:
    """All elements, plane by plane (samples downwards, channels to the right); those that differ stand out."""
    shape = (1,) * (4 - len(picture.shape)) + picture.shape
    N, C, H, W = shape
    bits = _bits(picture.wrong, prod(shape))
    columns = max(1, min(C, WIDEST // max(W, 1)))
    rows = min(N, max(1, PLANES // columns))
    good, bad = [], []
    for n in range(rows):
        for c in range(columns):
            left, top = c * (W * CELL + GAP), n * (H * CELL + GAP)
            good.append(f"M{left} {top}h{W * CELL}v{H * CELL}h-{W * CELL}z")
            start = (n * C + c) * H * W
            for h in range(H):
                for first, length in _runs(bits[start + h * W : start + (h + 1) * W]):
                    x, y = left + first * CELL, top + h * CELL
                    bad.append(f"M{x} {y}h{length * CELL}v{CELL}h-{length * CELL}z")
    width, height = columns * (W * CELL + GAP) - GAP, rows * (H * CELL + GAP) - GAP
    paths = f'<path class="right" d="{"".join(good)}"/><path class="wrong" d="{"".join(bad)}"/>'
    return _svg(width, height, paths)


def shades(picture: Picture, which: str) -> Markup:
    """One plane of what came back ("got") or of what is right ("expected"), from dark (small) to light (large)."""
    text = picture.got if which == "got" else picture.expected
    H, W = ((1, 1, *picture.shape))[-2:]
    by_shade: dict[str, list[str]] = {}
    for h in range(H):
        for w in range(W):
            by_shade.setdefault(text[h * W + w], []).append(
                f"M{w * 2 * CELL} {h * 2 * CELL}h{2 * CELL}v{2 * CELL}h-{2 * CELL}z"
            )
    paths = "".join(f'<path class="s{shade}" d="{"".join(parts)}"/>' for shade, parts in sorted(by_shade.items()))
    return _svg(W * 2 * CELL, H * 2 * CELL, paths)


def histogram(picture: Picture) -> Markup:
    """How often values of each size come: filled what is right, as a line what came back."""
    got, want = picture.histogram
    top = max(*got, *want, 1)
    wide, high = 20, 80

    def heights(counts: Sequence[int]) -> list[int]:
        return [high - round(high * count / top) for count in counts]

    filled = f"M0 {high}" + "".join(f"V{y}h{wide}" for y in heights(want)) + f"V{high}z"
    line = f"M0 {high}" + "".join(f"V{y}h{wide}" for y in heights(got)) + f"V{high}"
    return _svg(wide * len(got), high + 2, f'<path class="right" d="{filled}"/><path class="line" d="{line}"/>')


def wrong_count(picture: Picture) -> tuple[int, int]:
    """How many elements differ, and how many there are."""
    size = prod(picture.shape)
    return sum(_bits(picture.wrong, size)), size


def wrong_indices(picture: Picture) -> list[tuple[str, str]]:
    """For each axis along which some indices are right throughout: its letter, and the indices that are not."""
    bits = _bits(picture.wrong, prod(picture.shape))
    told = []
    for axis, length in enumerate(picture.shape):
        step = prod(picture.shape[axis + 1 :])
        hit = sorted({place // step % length for place, bit in enumerate(bits) if bit})
        if len(hit) < length:
            letter = AXES[len(picture.shape)][axis]
            told.append((letter, ", ".join(map(str, hit[:12])) + (", …" if len(hit) > 12 else "")))
    return told


def _bits(digits: str, size: int) -> list[bool]:
    return [bool(byte >> shift & 1) for byte in bytes.fromhex(digits) for shift in range(7, -1, -1)][:size]


def _runs(bits: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where runs of True begin, and how long they are."""
    start = None
    for place, bit in enumerate([*bits, False]):
        if bit and start is None:
            start = place
        elif not bit and start is not None:
            yield start, place - start
            start = None


def _svg(width: int, height: int, inside: str) -> Markup:
    """Hidden from readers of the text, which says the same beside it."""
    return Markup(
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true" focusable="false">'
        f"{inside}</svg>"
    )
