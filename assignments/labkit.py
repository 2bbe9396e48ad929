"""What the public checks of the labs say, and what the figures draw.

A check that fails raises AssertionError with one sentence: what was found and what was expected, as two shapes or two
numbers. The hidden tests use the same words. Read this file if you want to know what a check looked at.
"""

import contextlib

import numpy as np


def call(function, *args, returns=("the result",), **kwargs):
    """Call the function of a question; say so in a sentence if it isn't written yet or returns too few values.

    returns names what is due: the values come back as a tuple, or alone if only one name is given.
    """
    __tracebackhide__ = True
    name = function.__qualname__
    try:
        got = function(*args, **kwargs)
    except NotImplementedError:
        raise AssertionError(f"{name} is not implemented yet") from None
    if got is None:
        raise AssertionError(f"{name} returns None, expected {', '.join(returns)}")
    if len(returns) > 1 and (not isinstance(got, tuple | list) or len(got) != len(returns)):
        found = f"{len(got)} values" if isinstance(got, tuple | list) else f"one {type(got).__name__}"
        raise AssertionError(f"{name} returns {found}, expected {len(returns)}: {', '.join(returns)}")
    return got


def check_shape(name, got, shape):
    """Compare a shape with the one that is due, e.g. `dgamma has shape (2, 3), expected (3,)`."""
    __tracebackhide__ = True
    if not isinstance(got, np.ndarray | np.generic | float | int):
        raise AssertionError(f"{name} is of type {type(got).__name__}, expected an array")
    if np.shape(got) != tuple(shape):
        raise AssertionError(f"{name} has shape {np.shape(got)}, expected {tuple(shape)}")


def check_close(name, got, expected, rtol=1e-7, atol=1e-9):
    """Compare two arrays, e.g. `out[1, 3] is 0.2310, expected 0.4120; 24 of 30 values differ`."""
    __tracebackhide__ = True
    _compare(name, got, expected, "expected", rtol, atol)


def check_gradient(name, f, x, dout, got, h=1e-5):
    """Compare the gradient `got` of sum(dout * f(x)) with the slope that moving each number of x by h gives.

    f must be right already: a gradient is checked against your own forward pass here.
    """
    __tracebackhide__ = True
    _compare(name, got, numerical_gradient(f, x, dout, h), "its numerical gradient is", rtol=1e-5, atol=1e-7)


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
        raise AssertionError(f"{_element(name, index)} is {got[index]}, expected a finite number")
    error = np.abs(got - expected)
    wrong = error > atol + rtol * np.abs(expected)
    if wrong.any():
        index = np.unravel_index(np.argmax(error), error.shape)
        mine, right = _two_numbers(got[index], expected[index])
        count = f"; {wrong.sum()} of {wrong.size} values differ" if wrong.size > 1 else ""
        raise AssertionError(f"{_element(name, index)} is {mine}, {wish} {right}{count}")


def _element(name, index):
    return f"{name}[{', '.join(str(int(i)) for i in index)}]" if index else name


def _two_numbers(a, b):
    """Both numbers with four digits, or as many as it takes to tell them apart."""
    for digits in range(4, 18):
        first, second = f"{a:#.{digits}g}", f"{b:#.{digits}g}"
        if first != second:
            break
    return first, second


@contextlib.contextmanager
def needs(name):
    """Draw a figure only if the function it shows runs; otherwise say what it waits for."""
    try:
        yield
    except NotImplementedError:
        print(f"This figure waits for {name}: come back when it is implemented.")
    except Exception as error:
        print(f"This figure waits for {name}: it stopped with {type(error).__name__}: {error}")


def picture_of_error(got, expected, name="out"):
    """Draw what you got, what is expected, and the difference, as three heat maps on two scales."""
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
    """Draw a computational graph: values forward in black, gradients backward in red.

    nodes   {key: (x, y, label)}            a key in capitals is an operation, drawn as a circle; others are arrays
    arrows  [(from, to, forward, backward)]  the text over and under each arrow; backward text only when asked for
    """
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=size, layout="constrained")
    for key, (x, y, label) in nodes.items():
        style = {"boxstyle": "circle,pad=0.35", "fc": "#dce9f7"} if key.isupper() else {"boxstyle": "round", "fc": "#f4f4f4"}
        axis.text(x, y, label, ha="center", va="center", fontsize=11, bbox=style | {"ec": "#555555"}, zorder=3)
    for start, end, forward, back in arrows:
        a, b = np.array(nodes[start][:2], float), np.array(nodes[end][:2], float)
        _draw_arrow(axis, a, b, forward, "black", 1)
        if backward and back is not None:
            _draw_arrow(axis, b, a, back, "#c0392b", 1)
    places = np.array([place[:2] for place in nodes.values()])
    axis.set_xlim(places[:, 0].min() - 0.6, places[:, 0].max() + 0.6)
    axis.set_ylim(places[:, 1].min() - 0.6, places[:, 1].max() + 0.6)
    axis.axis("off")
    plt.show()


def _draw_arrow(axis, a, b, text, colour, side):
    """An arrow from a to b, moved to its left by a little, with its text on that side."""
    along = (b - a) / np.linalg.norm(b - a)
    left = np.array([-along[1], along[0]])
    a, b = a + 0.33 * along + 0.05 * left, b - 0.33 * along + 0.05 * left
    axis.annotate("", xy=b, xytext=a, arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 1.3}, zorder=2)
    place = (a + b) / 2 + side * 0.14 * left
    axis.text(*place, text, ha="center", va="center", fontsize=9, color=colour, zorder=4)
