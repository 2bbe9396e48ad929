"""What the public checks of the labs say, and what the figures draw.

A check that fails raises AssertionError with one sentence: what was found and what was expected, as two shapes or two
numbers. The hidden tests use the same words. Read this file if you want to know what a check looked at.
"""

import contextlib

import numpy as np


def call(function, *args, returns=(), **kwargs):
    """Call the function of a question; a sentence says so if it isn't written yet or returns something else than due.

    returns names the values that are due, where there are several.
    """
    __tracebackhide__ = True
    name, wish = function.__qualname__, f"expected {len(returns)}: {', '.join(returns)}"
    try:
        got = function(*args, **kwargs)
    except NotImplementedError:
        raise AssertionError(f"{name} is not implemented yet") from None
    if returns and got is None:
        raise AssertionError(f"{name} returned None, {wish}; is its return statement missing?")
    if returns and not isinstance(got, tuple | list):
        raise AssertionError(f"{name} returned a single value, {wish}")
    if returns and len(got) != len(returns):
        raise AssertionError(f"{name} returned {len(got)} values, {wish}")
    return got


def check_shape(name, got, shape):
    """Compare a shape with the one that is due, e.g. `dgamma has shape (2, 3), expected (3,)`."""
    __tracebackhide__ = True
    if got is None or isinstance(got, tuple | list):
        found = "None" if got is None else f"a {type(got).__name__} of {len(got)} values"
        raise AssertionError(f"{name} is {found}, expected an array")
    if np.asarray(got).dtype.kind not in "iuf":
        raise AssertionError(f"{name} has dtype {np.asarray(got).dtype}, expected floating point")
    if np.shape(got) != tuple(shape):
        raise AssertionError(f"{name} has shape {np.shape(got)}, expected {tuple(shape)}")


def check_close(name, got, expected, rtol=1e-7, atol=1e-9):
    """Compare two arrays, e.g. `out[1, 3] is 0.2310, expected 0.4120; 24 of 30 values differ`."""
    __tracebackhide__ = True
    _compare(name, got, expected, "expected", rtol, atol)


def check_gradient(name, f, x, dout, got):
    """Compare the gradient `got` of sum(dout * f(x)) with finite differences of f, which must be right already."""
    __tracebackhide__ = True
    _compare(name, got, numerical_gradient(f, x, dout), "finite differences give", rtol=1e-5, atol=1e-7)


def numerical_gradient(f, x, dout, h=1e-5):
    """The gradient of sum(dout * f(x)) by central differences, one number of x after the other."""
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] += h
        below[index] -= h
        gradient[index] = np.sum(dout * (f(above) - f(below))) / (2 * h)
    return gradient


def passed(name):
    """Say that the public checks of one question are through."""
    print(f"{name}: the public checks pass. The hidden tests try other shapes and numbers.")


def _compare(name, got, expected, wish, rtol, atol):
    __tracebackhide__ = True
    expected = np.asarray(expected)
    check_shape(name, got, expected.shape)
    got = np.asarray(got)
    bad = ~np.isfinite(got)
    if bad.any():
        index = tuple(np.argwhere(bad)[0])
        count = f"{bad.sum()} of {bad.size} values"
        raise AssertionError(f"{_element(name, index)} is {got[index]}, expected a finite number; {count}")
    error = np.abs(got - expected)
    wrong = error > atol + rtol * np.abs(expected)
    if wrong.any():
        index = np.unravel_index(np.argmax(np.where(wrong, error, -1)), error.shape)
        mine, right = _two_numbers(got[index], expected[index])
        count = f"; {wrong.sum()} of {wrong.size} values differ" if wrong.size > 1 else ""
        raise AssertionError(f"{_element(name, index)} is {mine}, {wish} {right}{count}")


def _element(name, index):
    return f"{name}[{', '.join(str(int(i)) for i in index)}]" if index else name


def _two_numbers(a, b):
    """Both numbers with as many digits as it takes to tell them apart."""
    for digits in (4, 6, 9, 12, 17):
        first, second = f"{a:.{digits}g}", f"{b:.{digits}g}"
        if first != second:
            break
    return first, second


@contextlib.contextmanager
def needs(name):
    """Draw a figure only if the function it shows runs; otherwise say what it waits for."""
    import matplotlib.pyplot as plt

    try:
        yield
    except Exception as error:
        plt.close("all")  # no empty axes
        unwritten = isinstance(error, NotImplementedError)
        reason = "not implemented yet" if unwritten else f"stopped with {type(error).__name__}: {error}"
        print(f"This figure waits for {name}: {reason}.")


def picture_of_error(got, expected, name="out"):
    """Draw what you got, what is expected, and the difference, as three heat maps, the last on its own scale."""
    import matplotlib.pyplot as plt

    check_shape(name, got, np.shape(expected))
    got, expected = _as_page(got), _as_page(expected)
    difference = got - expected
    low, high = min(got.min(), expected.min()), max(got.max(), expected.max())
    reach = max(np.abs(difference).max(), 1e-12)
    figure, axes = plt.subplots(1, 3, figsize=(10, 3.2), layout="constrained")
    first = axes[0].imshow(got, vmin=low, vmax=high)
    axes[1].imshow(expected, vmin=low, vmax=high)
    last = axes[2].imshow(difference, vmin=-reach, vmax=reach, cmap="RdBu_r")
    for axis, title in zip(axes, (f"{name}: yours", "expected", "yours - expected"), strict=True):
        axis.set_title(title, fontsize=10)
        axis.set_xticks([])
        axis.set_yticks([])
    figure.colorbar(first, ax=axes[:2], shrink=0.8)
    figure.colorbar(last, ax=axes[2], shrink=0.8)
    plt.show()


def _as_page(array):
    """Any array as a picture: a vector is a row; images are tiled, one row a sample and one column a channel."""
    array = np.asarray(array, dtype=float)
    if array.ndim == 4:
        N, C, H, W = array.shape
        return array.transpose(0, 2, 1, 3).reshape(N * H, C * W)
    return np.atleast_2d(array)


def draw_graph(nodes, arrows, size=(11, 4), backward=False):
    """Draw a computational graph: values forward in black and, if asked for, gradients backward in red.

    nodes   {name: (x, y, label)}               a name in capitals is an operation, a circle; others are arrays, boxes
    arrows  [(from, to, forward, backward)]     the texts beside each arrow
    """
    import matplotlib.pyplot as plt

    _, axis = plt.subplots(figsize=size, layout="constrained")
    for name, (x, y, label) in nodes.items():
        if name.isupper():
            axis.scatter(x, y, s=1100, color="#dce9f7", edgecolor="#555555", zorder=3)
        box = None if name.isupper() else {"boxstyle": "round,pad=0.4", "fc": "#f4f4f4", "ec": "#555555"}
        axis.text(x, y, label, ha="center", va="center_baseline", fontsize=11, bbox=box, zorder=4)
    for start, end, forward, back in arrows:
        a, b = np.array(nodes[start][:2], float), np.array(nodes[end][:2], float)
        _draw_arrow(axis, a, b, forward, "black")
        if backward:
            _draw_arrow(axis, b, a, back, "#c0392b")
    places = np.array([place[:2] for place in nodes.values()])
    (left, bottom), (right, top) = places.min(axis=0) - 0.5, places.max(axis=0) + 0.5
    axis.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    axis.axis("off")
    plt.show()


def _draw_arrow(axis, a, b, text, colour):
    """An arrow from a to b, a little to the left of the line between them, and its text to the left of it."""
    along = (b - a) / np.linalg.norm(b - a)
    left = np.array([-along[1], along[0]])
    style = {"arrowstyle": "-|>", "color": colour, "lw": 1.3, "shrinkA": 19, "shrinkB": 19}
    axis.annotate("", xy=b + 0.05 * left, xytext=a + 0.05 * left, arrowprops=style, zorder=2)
    across = "right" if left[0] < -0.5 else "left" if left[0] > 0.5 else "center"
    axis.text(*((a + b) / 2 + 0.2 * left), text, ha=across, va="center", fontsize=10, color=colour, zorder=4)
