"""The network that a case asks for: its table, its parameters, what it should give, and whose mistake it is if not.

Parameters are drawn so that the normalisations get values of the case's level. "quiet": their sums of squares are
nothing beside k, and a normalisation divides by 2^0.75 whatever its window; so a mistake in lateral sums costs no
point here. "loud": the sums decide. From CONV3 on both are alike: biases and what they are added to are near 1.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
from submission import (
    alexnet_rows,
    build_alexnet,
    cost_trace,
    local_response_norm_backward,
    local_response_norm_forward,
)

from autograder.suites.lab07_alexnet.cases import LEVELS
from autograder.suites.lab07_alexnet.definition import ALEXNET, Array, Row, costs, narrowed, norm, normalised
from autograder.testkit import Case, assert_close, assert_equal, assert_gradients, assert_rows, builds_on, oracle
from autograder.testkit.networks import Network, draw, slopes_of, slots_of
from autograder.testkit.plain_layers import run
from autograder.testkit.slopes import Slopes

Shape = tuple[int, ...]
Rows = tuple[Row, ...]


def rows_of(case: Case) -> Rows:
    """The table of the case's network."""
    return narrowed(case.width, case.num_classes)


def built(case: Case, dtype: str = "float64", seed: int = 0) -> Network:
    """The submission's network; its parameters have the shapes of the table."""
    return network(
        build_alexnet(case.num_classes, case.width, case.input_shape, dtype, seed), rows_of(case), case.input_shape
    )


def filled(case: Case, dtype: str = "float64") -> Network:
    """The submission's network with the parameters of the case."""
    made = built(case, dtype)
    made.fill([value.astype(dtype) for value in values(rows_of(case), case.input_shape, case.level, case.seed)])
    return made


def network(made: Any, rows: Rows, input_shape: Shape) -> Network:
    """A network that should be that of these rows."""
    shapes = [entry[:2] for entry in costs(list(rows), input_shape)]
    return Network(made, slots_of(rows, input_shape), shapes)


def check_kernels(made: Any, rows: Rows, case: Case) -> None:
    """Its arrays of four axes are the kernels of the convolutions; a network may hold them as matrices, if all fits."""
    try:
        network(made, rows, case.input_shape)
    except AssertionError:
        slots = [slot for slot in slots_of(rows, case.input_shape) if len(slot.shape) == 4]
        params = made.params()
        shapes = [np.shape(param) for param in params.values()] if type(params) is dict else None
        if not shapes:
            raise
        kernels = [shape for shape in shapes if len(shape) == 4]
        got = [(slot.row, shape) for slot, shape in zip(slots, kernels, strict=False)]
        got += [("another convolution", shape) for shape in kernels[len(slots) :]]
        assert_rows("the network", got, [tuple(slot) for slot in slots], ("layer", "kernels"))


@oracle
def values(rows: Rows, input_shape: Shape, level: str, seed: int) -> tuple[Array, ...]:
    """Parameters for every slot, at the level."""
    slots = slots_of(rows, input_shape)
    loud = LEVELS[level]
    after = loud / (2 + 5e-4 * loud**2) ** 0.75  # what is left of the level behind a normalisation
    scales = {("CONV1", 1): loud, ("CONV2", 1): loud, ("CONV2", 4): loud / after, ("CONV3", 4): 1 / after}
    drawn = draw(slots, seed)
    return tuple(value * scales.get((slot.row, len(slot.shape)), 1.0) for slot, value in zip(slots, drawn, strict=True))


@oracle
def scores(rows: Rows, table: Rows, input_shape: Shape, level: str, seed: int, x: Array) -> Array:
    """What the network of `rows` gives for x, with the parameters of the network of `table`."""
    return run(rows, values(table, input_shape, level, seed), np.asarray(x, np.float64), others={"norm": norm})


@oracle
def slopes(rows: Rows, input_shape: Shape, level: str, seed: int, x: Array, dout: Array) -> Slopes:
    """Derivatives of sum(dout * scores) along random directions, row by row and for x."""

    def f(*arrays: Array) -> Array:
        return run(rows, arrays[:-1], arrays[-1], others={"norm": norm})

    return slopes_of(f, slots_of(rows, input_shape), values(rows, input_shape, level, seed), x, dout, seed)


def expected(case: Case, rows: Sequence[Row] | None = None) -> Array:
    """The scores of the case's network, or of one with other rows and the same parameters."""
    table = rows_of(case)
    return scores(table if rows is None else tuple(rows), table, case.input_shape, case.level, case.seed, case.x)


def suspects(case: Case) -> Iterator[tuple[str, Callable[[], Array]]]:
    """Common mistakes of assembly, and what they give."""
    table = rows_of(case)
    active = [row[0] for row in table if row[6]]
    tables = {f"ReLU behind {name} is left out": without_relu(table, (name,)) for name in active}
    tables |= {
        "ReLU behind CONV3 and CONV4, where no pooling follows, is left out": without_relu(table, ("CONV3", "CONV4")),
        "ReLU behind the linear layers is left out": without_relu(table, ("FC6", "FC7")),
        "all ReLU are left out": without_relu(table, active),
        "ReLU stands behind the scores, too; they may be negative": (*table[:-1], (*table[-1][:6], "relu")),
        "NORM1 and NORM2 are left out": tuple(row for row in table if row[1] != "norm"),
        "NORM1 is left out": tuple(row for row in table if row[0] != "NORM1"),
        "NORM2 is left out": tuple(row for row in table if row[0] != "NORM2"),
        "this table normalises behind the pooling, not before it": tuple(
            table[i] for i in (0, 2, 1, 3, 5, 4, *range(6, len(table)))
        ),
    }
    for sentence, rows in tables.items():
        yield sentence, partial(expected, case, rows)
    yield "is there a softmax inside? Scores are plain numbers", lambda: softmax(expected(case))


def without_relu(table: Rows, names: Sequence[str]) -> Rows:
    """The table without the activation of these rows."""
    return tuple((*row[:6], None) if row[0] in names else row for row in table)


def softmax(values: Array) -> Array:
    """Shares that add up to 1 in each row."""
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


@contextmanager
def own_mistakes(case: Case, level: str = "", backward: bool = False) -> Iterator[None]:
    """What fails inside is blocked if a question that build_alexnet may use is answered wrongly.

    level: also if local response normalisation is wrong at this level; backward: or its gradient
    """
    try:
        yield
    except Exception:
        with builds_on(alexnet_rows):
            assert_equal("rows", alexnet_rows(), ALEXNET)
        with builds_on(cost_trace):
            for rows in (rows_of(case), ALEXNET):
                got = cost_trace(list(rows), case.input_shape)
                assert_equal("shapes", [entry[1] for entry in got], [e[1] for e in costs(list(rows), case.input_shape)])
        if level:
            check_norm(10 * LEVELS[level] * np.random.default_rng(0).uniform(0, 1, (2, 7, 2, 3)), backward)
        raise


def check_norm(maps: Array, backward: bool) -> None:
    """Local response normalisation is right for these maps, one after the other and back, or the case is blocked."""
    both = (maps, np.asfortranarray(maps[:, 5::-1]))
    with builds_on(local_response_norm_forward):
        caches = []
        for x in both:
            out, cache = local_response_norm_forward(x)
            assert_equal("dtype of out", str(out.dtype), "float64")
            assert_close("out", out, normalised(x, 5, 1e-4, 0.75, 2))
            caches.append(cache)
    if backward:
        with builds_on(local_response_norm_backward):
            for x, cache in zip(both[::-1], caches[::-1], strict=True):
                dout = np.cos(100 * x)
                dx = local_response_norm_backward(dout, cache)
                assert_equal("dtype of dx", str(dx.dtype), "float64")
                assert_gradients(lambda x: normalised(x, 5, 1e-4, 0.75, 2), dout, x=(x, dx))
