"""LeNet-5 with given parameters, in the plainest code, and the network of a submission that is given the same."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
from hypothesis import strategies as st
from submission import build_lenet5

from autograder.suites.lab06_lenet.definition import ACTIVATIONS, IMAGE, POOLS, Row, lenet5, trace
from autograder.testkit import Blocked, Case, arrays, oracle, seeds
from autograder.testkit.networks import Network, Slot, assert_out, draw, slopes_of, slots_of
from autograder.testkit.plain_layers import Array, batch_norm, run
from autograder.testkit.slopes import Slopes

SHAPES = tuple((name, shape) for name, shape, _ in trace(lenet5(), IMAGE))
LARGE = 1000.0  # weights before a batch normalisation are so much larger that its eps, which is free, hardly matters
EPS_MATTERS = 1e-5  # relative, all the same


@st.composite
def batches(
    draw_: st.DrawFn,
    /,
    pools: tuple[str, ...] = POOLS,
    activations: tuple[str, ...] = ACTIVATIONS,
    batchnorm: bool = False,
    size: tuple[int, int] = (1, 5),
    dtype: str = "float64",
    layout: str = "C",
) -> Case:
    """Images, dout for their scores, a variant, the seed of a network and the seed of what it is filled with."""
    rng = np.random.default_rng(draw_(seeds()))
    pool, activation = draw_(st.sampled_from(pools)), draw_(st.sampled_from(activations))
    return a_case(rng, pool, activation, draw_(st.integers(*size)), batchnorm, dtype, layout)


def a_case(
    rng: np.random.Generator,
    pool: str,
    activation: str,
    N: int,
    batchnorm: bool = False,
    dtype: str = "float64",
    layout: str = "C",
) -> Case:
    """N images, dout for their scores, and seeds, from a generator."""
    return Case(
        pool=pool,
        activation=activation,
        batchnorm=batchnorm,
        number=int(rng.integers(1, 1000)),
        filling=int(rng.integers(2**32)),
        x=arrays(rng, (N, *IMAGE), dtype, layout),
        dout=arrays(rng, (N, 10)),
    )


def slots(batchnorm: bool = False) -> tuple[Slot, ...]:
    """What LeNet-5 trains: the same arrays whatever pool and activation."""
    return slots_of(lenet5(), IMAGE, batchnorm)


@oracle
def filling(number: int, batchnorm: bool = False) -> tuple[Array, ...]:
    """What a network is filled with, in the order of the slots."""
    places = slots(batchnorm)
    large = [batchnorm and slot.row != "OUTPUT" and len(slot.shape) > 1 for slot in places]
    return tuple(LARGE * value if more else value for more, value in zip(large, draw(places, number), strict=True))


def values_of(case: Case) -> tuple[Array, ...]:
    """What the case's network is filled with."""
    return filling(case.filling, case.batchnorm)


@oracle
def output(rows: tuple[Row, ...], number: int, x: Array, batchnorm: bool = False) -> Array:
    """The scores of a network of these rows, in training."""
    return run(rows, filling(number, batchnorm), np.asarray(x, np.float64), batchnorm)


def scores(case: Case) -> Array:
    """The scores of the case's network, in training."""
    return output(lenet5(case.pool, case.activation), case.filling, case.x, case.batchnorm)


@oracle
def _slopes(rows: tuple[Row, ...], number: int, x: Array, dout: Array, batchnorm: bool) -> Slopes:
    def f(*given: Array) -> Array:
        return run(rows, given[:-1], given[-1], batchnorm)

    return slopes_of(f, slots(batchnorm), filling(number, batchnorm), x, dout)


def slopes(case: Case) -> Slopes:
    """Derivatives of sum(dout * scores) along random directions, row by row."""
    return _slopes(lenet5(case.pool, case.activation), case.filling, case.x, case.dout, case.batchnorm)


def built(case: Case, **options: Any) -> Network:
    """The submission's network with its own weights; blocked unless it holds the parameters of the table."""
    given = {"pool": case.pool, "activation": case.activation, "batchnorm": case.batchnorm, "seed": case.number}
    try:
        return Network(build_lenet5(**{**given, **options}), slots(case.batchnorm), SHAPES)
    except Exception as refusal:
        raise Blocked("this waits for a network with the parameters of the table") from refusal


def filled(case: Case) -> Network:
    """The submission's network, filled with the case's parameters, in training."""
    network = built(case)
    network.fill(values_of(case))
    network.call("train")
    return network


def after_forward(case: Case) -> Network:
    """The same after a forward pass with the right scores; blocked unless they are right."""
    try:
        network = filled(case)
        assert_out(network.forward(case.x), scores(case), (), EPS_MATTERS if case.batchnorm else None)
    except Blocked:
        raise
    except Exception as refusal:
        raise Blocked("this waits for the scores of the network") from refusal
    return network


def forward(network: Network, x: Array) -> Array:
    """The scores; blocked where there are none: claims about scores say why."""
    try:
        return network.forward(x, (len(x), 10))
    except Exception as refusal:
        raise Blocked("this waits for the scores of the network") from refusal


def softmax(x: Array) -> Array:
    """exp(x) / sum exp(x), each row."""
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def suspects(case: Case) -> Iterator[tuple[str, Callable[[], Array]]]:
    """What often comes out in place of the scores, without batch normalisation, and why."""
    right = scores(case)

    def of(pool: str, activation: str) -> Callable[[], Array]:
        return partial(output, lenet5(pool, activation), case.filling, case.x)

    pool, activation = (
        POOLS[1 - POOLS.index(case.pool)],
        ACTIVATIONS[1 - ACTIVATIONS.index(case.activation)],
    )
    yield "each row adds up to 1: is there a softmax behind the scores?", lambda: softmax(right)
    yield "is there a logarithm of softmax behind the scores?", lambda: np.log(softmax(right))
    for where, names in (("behind the pooling rows", ("C1", "C3", "C5", "F6")), ("at all", ())):
        rows = with_activations(case, names, case.activation)
        yield f"this is what no activation {where} gives", partial(output, rows, case.filling, case.x)
    yield f"this is what {pool} pooling gives", of(pool, case.activation)
    yield f"this is what {activation} in place of {case.activation} gives", of(case.pool, activation)
    yield f"this is what pool {pool!r} and activation {activation!r} give", of(pool, activation)
    yield "the order of the batch has changed", lambda: right[::-1]


def with_activations(case: Case, where: tuple[str, ...], activation: str) -> tuple[Row, ...]:
    """The case's rows with `activation` in these rows only."""
    rows = lenet5(case.pool, case.activation)
    return tuple((*row[:-1], activation if row[0] in where else None) for row in rows)


def where_activations_stand(case: Case, got: Array) -> tuple[Row, ...] | None:
    """The rows that give these scores: those of the table, else with activations in as many of its places as can be."""
    names = [row[0] for row in lenet5()]
    other = ACTIVATIONS[1 - ACTIVATIONS.index(case.activation)]
    for activation in (case.activation, other):
        for count in range(len(names), -1, -1):
            for where in combinations(names, count):
                rows = with_activations(case, where, activation)
                out = output(rows, case.filling, case.x)
                if got.shape == out.shape and np.allclose(got, out, rtol=1e-6, atol=1e-9):
                    return rows
    return None


@oracle
def normalised_behind(pool: str, activation: str, number: int, x: Array) -> Array:
    """The scores with batch normalisation behind the activation instead of before it."""
    values = iter(filling(number, True))
    for row in lenet5(pool, activation):
        mine = [next(values) for _ in range(2)] if row[1] in ("conv", "linear") else []
        x = run((row,), mine, x)
        if mine and row[-1]:
            x = batch_norm(x, next(values), next(values))
    return x
