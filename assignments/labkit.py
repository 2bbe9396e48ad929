"""What the public checks of the labs say, and what the figures draw.

A check that fails raises AssertionError with one sentence: what was found and what was expected, as two shapes or two
numbers. The hidden tests use the same words. Read this file if you want to know what a check looked at.
"""

import contextlib
import copy

import numpy as np


def call(function, *args, returns=(), **kwargs):
    """Call the function of a question. `returns` names the values that are due, where there are several."""
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
        raise AssertionError(f"{name} returned {len(got)} value{'s' * (len(got) != 1)}, {wish}")
    return got


def check_unchanged(function, *args, returns=(), **kwargs):
    """Call the function as `call` does, but with copies of the arrays, and refuse it if it writes to one of them."""
    __tracebackhide__ = True
    before = dict(enumerate(args, 1)) | kwargs
    given = {key: value.copy() if isinstance(value, np.ndarray) else value for key, value in before.items()}
    given_args = [given[place] for place in range(1, len(args) + 1)]
    got = call(function, *given_args, returns=returns, **{name: given[name] for name in kwargs})
    for key, value in before.items():
        if isinstance(value, np.ndarray) and value.tobytes() != given[key].tobytes():
            raise AssertionError(f"{function.__qualname__} wrote to its argument {key!r}; it should return new arrays")
    return got


def check_refused(reason, function, *args, **kwargs):
    """See that a call raises ValueError, as it must for this reason, e.g. "with stride 0 the kernel never moves"."""
    __tracebackhide__ = True
    name, found, cause = function.__qualname__, "nothing", None
    try:
        function(*args, **kwargs)
    except ValueError:
        return
    except NotImplementedError:
        raise AssertionError(f"{name} is not implemented yet") from None
    except Exception as error:
        found, cause = type(error).__name__, error
    raise AssertionError(f"{name} raised {found}, expected ValueError: {reason}") from cause


def check_shape(name, got, shape):
    """Compare a shape with the one that is due, e.g. `dgamma has shape (2, 3), expected (3,)`."""
    __tracebackhide__ = True
    kind = type(got).__name__
    if isinstance(got, tuple | list):
        kind += f" of {len(got)} values"
    elif type(got) is np.ndarray and got.dtype.kind not in "biufc":
        kind = got.dtype.type.__name__.strip("_") + " array"  # of objects, of strings
    elif type(got) in (np.ndarray, int, float) or isinstance(got, np.generic):
        got = np.asarray(got)
        if got.dtype.kind not in "iuf":
            raise AssertionError(f"{name} has dtype {got.dtype}, expected floating point")
        if got.shape != tuple(shape):
            raise AssertionError(f"{name} has shape {got.shape}, expected {tuple(shape)}")
        return
    found = "None" if got is None else f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
    raise AssertionError(f"{name} is {found}, expected an array")


def check_close(name, got, expected, rtol=None, atol=None, also=None, picture=False):
    """Compare two arrays, e.g. `out[1, 3] is 0.2310, expected 0.4120; 24 of 30 values differ`.

    rtol, atol  what counts as rounding, rtol of each number + atol; None goes by the dtype
    also        another answer that is right, too
    picture     True draws both arrays if they differ
    """
    __tracebackhide__ = True
    if also is not None:
        with contextlib.suppress(AssertionError):
            return _compare(name, got, also, "expected", rtol, atol)
    _compare(name, got, expected, "expected", rtol, atol, picture)


def check_gradient(name, f, x, dout, got, picture=False):
    """Compare the gradient `got` of sum(dout * f(x)) with finite differences of f, which must be right already."""
    __tracebackhide__ = True
    _compare(name, got, numerical_gradient(f, x, dout), "finite differences give", 1e-5, 1e-7, picture)


def numerical_gradient(f, x, dout, h=1e-5):
    """The gradient of sum(dout * f(x)) by central differences, one number of x after the other."""
    x = np.asarray(x, dtype=float)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = h
        gradient[index] = np.sum(dout * (f(x + step) - f(x - step))) / (2 * h)
    return gradient


def passed(name):
    """Say that the public checks of one question are through."""
    print(f"{name}: the public checks pass. The hidden tests try other shapes and numbers.")


def _compare(name, got, expected, wish, rtol, atol, picture=False):
    __tracebackhide__ = True
    expected = np.asarray(expected)
    check_shape(name, got, expected.shape)
    got = np.asarray(got)
    error, size = np.abs(got - expected), np.abs(expected)
    usual = {"e": (1e-2, 1e-2), "f": (1e-3, 1e-4)}.get(got.dtype.char, (1e-8, 1e-9))  # float16, float32, others
    rtol = usual[0] if rtol is None else rtol
    atol = usual[1] * max(size.max(initial=0), 1e-3) if atol is None else atol
    bad = ~np.isfinite(got)
    wrong = bad if bad.any() else error > rtol * size + atol
    if not wrong.any():
        return
    if picture:
        picture_of_error(got, expected, name, wish.removesuffix(" give"))
    worst = np.unravel_index(np.argmax(bad if bad.any() else error * wrong), got.shape)
    place = f"{name}[{', '.join(str(int(i)) for i in worst)}]" if worst else name
    count = f"{wrong.sum()} of {wrong.size} value{'s' * (wrong.size != 1)}"
    mine, right = got[worst], expected[worst]
    if bad.any():
        raise AssertionError(f"{place} is {mine}, expected a finite number; {count}")
    # Both numbers with as many digits as it takes to tell them apart.
    digits = next((d for d in (4, 6, 9, 12) if f"{mine:.{d}g}" != f"{right:.{d}g}"), 17)
    count = f"; {count} differ" if wrong.size > 1 else ""
    raise AssertionError(f"{place} is {mine:.{digits}g}, {wish} {right:.{digits}g}{count}")


def trace(network, input_shape, N=2):
    """Send N random samples through a network and print what goes in and out of each layer, one line a layer.

    network      has the iterable `layers`, or is one itself: objects with forward(x), and params() -> {name: array} if
                 they have any, or pairs (name, function). They run as copies: yours stay as they are
    input_shape  the shape of one sample, e.g. (3, 32, 32)
    returns      [(name, shape of one output, number of parameters), ...]

    Stops at the first layer that does not fit and says why.
    """
    __tracebackhide__ = True
    line = "{:>5}  {:<18}{:<20}{:<20}{:>12}".format
    print(line("layer", "name", "in", "out", "parameters"))
    layers, rows = getattr(network, "layers", network), []
    x = np.random.default_rng(0).normal(size=(N, *input_shape)).astype(np.float32)
    for number, layer in enumerate(layers.items() if isinstance(layers, dict) else layers, 1):
        kind = getattr(layer, "__name__", type(layer).__name__)
        name, layer = layer if isinstance(layer, tuple) else (getattr(layer, "name", kind), layer)
        with contextlib.suppress(Exception):  # not everything can be copied
            layer = copy.deepcopy(layer)
        params = getattr(layer, "params", {})
        params = params() if callable(params) else params
        weights = [np.asarray(w) for w in params.values() if w is not None]
        try:
            out = _output(layer, weights, x)
        except AssertionError as reason:
            raise AssertionError(f"layer {number} {name} {reason}") from reason.__cause__
        rows.append((name, out.shape[1:], sum(w.size for w in weights)))
        shapes = (str(("N", *array.shape[1:])).replace("'", "") for array in (x, out))
        print(line(number, name, *shapes, f"{rows[-1][2]:,}"))
        x = out
    print(line("", "total", "", "", f"{sum(row[2] for row in rows):,}"))
    return rows


def _output(layer, weights, x):
    """What a layer makes of x; an AssertionError says why it does not fit."""
    forward = getattr(layer, "forward", layer)
    if not callable(forward):
        raise AssertionError("has no forward(x)")
    try:
        out = forward(x)
    except NotImplementedError:
        raise AssertionError("is not implemented yet") from None
    except Exception as error:
        reason = f"it gets {x.shape} and raised {type(error).__name__}: {error}"
        w = next((w for w in weights if w.ndim in (2, 4)), np.array(0))  # the first weights meet x
        if w.ndim == 4 == x.ndim and w.shape[1] != x.shape[1]:  # (F, C, KH, KW)
            reason = f"it expects {w.shape[1]} input channels, got {x.shape[1]}"
        if w.ndim == 2 and len(w) != x[0].size:  # (D, M)
            reason = f"it expects {len(w)} features, got {x[0].size}"
        raise AssertionError(f"does not fit: {reason}") from error
    if forward is layer and isinstance(out, tuple):  # a function may return (out, cache)
        out = out[0]
    if not isinstance(out, np.ndarray) or out.shape[:1] != x.shape[:1]:
        found = "None" if out is None else getattr(out, "shape", type(out).__name__)
        raise AssertionError(f"does not fit: it gets {x.shape} and returned {found}, expected {len(x)} samples")
    return out


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


def picture_of_error(got, expected, name="out", wish="expected"):
    """Draw what you got, what is expected, and the difference, the last on its own scale; nan and inf are black.

    An array of four axes is a page of tiles: a row of tiles for each first index (a sample), and a column of tiles for
    each second index (a channel).
    """
    import matplotlib.pyplot as plt
    from matplotlib.patheffects import withStroke

    check_shape(name, got, np.shape(expected))
    pages = np.stack([_as_page(got), _as_page(expected), _as_page(got)])
    pages[2] -= pages[1]
    pages[~np.isfinite(pages)] = np.nan
    limits = {"vmin": np.nanmin(pages[:2]), "vmax": np.nanmax(pages[:2])}
    reach = np.nanmax(np.abs(pages[2]), initial=1e-12)
    (_, height, width), (H, W) = pages.shape, (1, 1, *np.shape(expected))[-2:]
    figure, axes = plt.subplots(1, 3, figsize=(10, 3.2), layout="constrained")
    for axis, title in zip(axes, (f"{name}: yours", wish, f"yours - {wish}"), strict=True):
        axis.set_title(title, fontsize=10)
        axis.set(facecolor="black", xticks=np.arange(W, width, W) - 0.5, yticks=np.arange(H, height, H) - 0.5)
        axis.tick_params(which="both", length=0, labelbottom=False, labelleft=False)
        axis.grid(color="black", lw=1.5, path_effects=[withStroke(linewidth=3.5, foreground="white")])  # between tiles
        across, down = np.arange(0, width, W), np.arange(0, height, H)
        if np.ndim(expected) > 2:  # the index of each column of tiles, and of each row
            axis.set_xticks(across + (W - 1) / 2, [f"{c}" for c in range(len(across))], minor=True)
            axis.set_xlabel(("first" if np.ndim(expected) == 3 else "second") + " index")
            axis.tick_params(which="minor", labelbottom=len(across) <= 16)
        if np.ndim(expected) > 3 and axis is axes[0]:
            axis.set_yticks(down + (H - 1) / 2, [f"{n}" for n in range(len(down))], minor=True)
            axis.set_ylabel("first index")
            axis.tick_params(which="minor", labelleft=len(down) <= 16)
    axes[0].imshow(pages[0], **limits)
    figure.colorbar(axes[1].imshow(pages[1], **limits), ax=axes[:2], shrink=0.8)
    figure.colorbar(axes[2].imshow(pages[2], vmin=-reach, vmax=reach, cmap="RdBu_r"), ax=axes[2], shrink=0.8)
    plt.show()


def _as_page(array):
    """Any array as a picture: a vector is a row; images are tiled, one row a sample and one column a channel."""
    N, C, H, W = (1, 1, 1, 1)[np.ndim(array) :] + np.shape(array)
    return np.array(array, dtype=float).reshape(N, C, H, W).transpose(0, 2, 1, 3).reshape(N * H, C * W)


def draw_graph(nodes, arrows, size=(11, 4), backward=False):
    """Draw a computational graph: values forward in black and, if asked for, gradients backward in red.

    nodes   {name: (x, y, label)}               a name in capitals is an operation, a circle; others are arrays, boxes
    arrows  [(from, to, forward, backward)]     the texts beside each arrow; None: no gradient goes back
    """
    import matplotlib.pyplot as plt

    _, axis = plt.subplots(figsize=size, layout="constrained")
    for name, (x, y, label) in nodes.items():
        if name.isupper():
            axis.scatter(x, y, s=_circle(label), color="#dce9f7", edgecolor="#555555", zorder=3)
        box = None if name.isupper() else {"boxstyle": "round,pad=0.4", "fc": "#f4f4f4", "ec": "#555555"}
        axis.text(x, y, label, ha="center", va="center_baseline", fontsize=11, bbox=box, zorder=4)
    for start, end, forward, back in arrows:
        a, b = np.array(nodes[start][:2], float), np.array(nodes[end][:2], float)
        gaps = [2.4 + _circle(nodes[name][2] if name.isupper() else "") ** 0.5 / 2 for name in (start, end)]
        _draw_arrow(axis, a, b, forward, "black", gaps)
        if backward and back is not None:
            _draw_arrow(axis, b, a, back, "#c0392b", gaps[::-1])
    across, up = np.array([place[:2] for place in nodes.values()]).T
    axis.set(xlim=(across.min() - 0.5, across.max() + 0.5), ylim=(up.min() - 0.5, up.max() + 0.5), aspect="equal")
    axis.axis("off")
    plt.show()


def _circle(label):
    """The area of the circle around a label of one or two lines, in square points."""
    return 1100 + 900 * label.count("\n")


def _draw_arrow(axis, a, b, text, colour, gaps):
    """An arrow from a to b, a little to the left of the line between them, and its text to the left of it."""
    along = (b - a) / np.linalg.norm(b - a)
    left = np.array([-along[1], along[0]])
    style = {"arrowstyle": "-|>", "color": colour, "lw": 1.3, "shrinkA": gaps[0], "shrinkB": gaps[1]}
    axis.annotate("", xy=b + 0.05 * left, xytext=a + 0.05 * left, arrowprops=style, zorder=2)
    across = "right" if left[0] < -0.1 else "left" if left[0] > 0.1 else "center"
    axis.text(*((a + b) / 2 + 0.2 * left), text, ha=across, va="center", fontsize=10, color=colour, zorder=4)
