"""Small networks of the lab's own layers, and what training them gives, in the plainest code.

Images are pooled to 3 x 3 or so before anything is trained, so that a training costs next to nothing and its numbers
can be compared one by one: few inputs, in the deep network a few tanh units with batch normalisation, 10 scores.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st
from submission import AvgPool2d, BatchNorm1d, Flatten, Linear, Sequential, Tanh, train

from autograder.suites.lab06_lenet.definition import stopping
from autograder.testkit import Case, Generator, arrays, builds_on, oracle, seeds

Array = np.ndarray[Any, Any]
Arrays = dict[str, Array]
SIDES = (2, 4)  # blocks of equal pixels in a row of an image
UNITS = (5, 6, 7)


class Trained(NamedTuple):
    """What is left after training."""

    train_loss: list[float]
    val_loss: list[float]
    val_accuracy: list[float]
    best_epoch: int
    params: Arrays
    buffers: Arrays
    scores: Array  # of x_val


Wanted = Callable[[Case, Trained], bool]


@st.composite
def trainings(
    draw: st.DrawFn,
    /,
    wanted: Wanted = lambda case, trained: True,
    deep: bool = False,
    epochs: tuple[int, int] = (3, 6),
    batches: tuple[int, int] = (3, 4),
    momentum: tuple[float, ...] = (0.5, 0.8, 0.9),
    lr: tuple[float, float] = (0.05, 0.4),
    patience: tuple[int, int] = (2, 3),
    sizes: tuple[int, int] = (4, 7),
    dtype: str = "float64",
    layout: str = "C",
) -> Case:
    """Images (of 2 x 2 or 4 x 4 blocks), labels, settings and first parameters for which `wanted` holds."""
    rng = np.random.default_rng(draw(seeds()))
    while True:
        case = _training(rng, deep, epochs, batches, momentum, lr, patience, sizes, dtype, layout)
        trained = expected(case)
        best = trained.val_loss[trained.best_epoch]
        apart = [abs(loss / best - 1) for epoch, loss in enumerate(trained.val_loss) if epoch != trained.best_epoch]
        if min(apart, default=1) > 1e-4 and max(trained.train_loss) < 20 and wanted(case, trained):
            return case


def _training(
    rng: np.random.Generator,
    deep: bool,
    epochs: tuple[int, int],
    batches: tuple[int, int],
    momentum: tuple[float, ...],
    lr: tuple[float, float],
    patience: tuple[int, int],
    sizes: tuple[int, int],
    dtype: str,
    layout: str,
) -> Case:
    count = int(rng.integers(batches[0], batches[1] + 1))
    batch_size = int(rng.integers(sizes[0], sizes[1] + 1))
    N = (
        count * batch_size - int(rng.integers(1, max(batch_size - 1, 2)))
        if count > 1
        else batch_size - int(rng.integers(0, 2))
    )
    if deep and N % batch_size == 1:
        N += 1  # a batch of one has no variance
    N_val = int(rng.integers(5, 9))
    side = int(rng.choice(SIDES))
    centres = rng.normal(size=(10, side, side))
    y, y_val = rng.integers(0, 10, N), rng.integers(0, 10, N_val)
    y[: N // 2] = y_val[0]  # classes of unequal size
    return Case(
        blocks=arrays(rng, (N, side, side), dtype, layout, shift=centres[y]),
        y=y,
        blocks_val=arrays(rng, (N_val, side, side), dtype, layout, shift=centres[y_val]),
        y_val=y_val,
        start=_start(rng, side**2, int(rng.choice(UNITS)) if deep else 0),
        deep=deep,
        epochs=int(rng.integers(epochs[0], epochs[1] + 1)),
        batch_size=batch_size,
        lr=float(np.round(rng.uniform(*lr), 3)),
        momentum=float(rng.choice(momentum)),
        patience=int(rng.integers(patience[0], patience[1] + 1)),
        seed=int(rng.integers(0, 4) if rng.random() < 0.75 else rng.integers(4, 10_000)),
    )


def _start(rng: np.random.Generator, inputs: int, units: int) -> Arrays:
    if not units:
        return {"F.weight": rng.normal(size=(inputs, 10)) / 4, "F.bias": rng.normal(size=10) / 4}
    return {
        "F.weight": rng.normal(size=(inputs, units)) / 4,
        "F.bias": rng.normal(size=units),
        "F_bn.weight": rng.uniform(0.6, 1.4, units),
        "F_bn.bias": rng.normal(size=units) / 4,
        "OUTPUT.weight": rng.normal(size=(units, 10)) / 2,
        "OUTPUT.bias": rng.normal(size=10) / 4,
    }


@oracle
def images(blocks: Array) -> Array:
    """Images (N, 1, 32, 32) of blocks of equal pixels, in the blocks' memory order."""
    wide = 32 // blocks.shape[1]
    found = np.repeat(np.repeat(blocks, wide, axis=1), wide, axis=2)[:, None]
    return found if blocks.flags.c_contiguous else np.asfortranarray(found)


def tiny(case: Case) -> Any:
    """The case's network, of the lab's own layers, with its first parameters."""
    with builds_on(Sequential):
        rng = Generator(case.seed)
        inputs, units = case.start["F.weight"].shape
        layers = [
            ("pool", AvgPool2d(32 // case.blocks.shape[1])),
            ("flatten", Flatten()),
            ("F", Linear(inputs, units, rng)),
        ]
        if case.deep:
            layers += [("F_bn", BatchNorm1d(units)), ("F_tanh", Tanh()), ("OUTPUT", Linear(units, 10, rng))]
        network = Sequential(layers)
        network.set_params(case.start)
        return network


def run_training(network: Any, case: Case, **changes: Any) -> Any:
    """Call the submission's train with the case's settings."""
    names = ("epochs", "batch_size", "lr", "momentum", "patience", "seed")
    settings = {**{name: case[name] for name in names}, **changes}
    return train(network, images(case.blocks), case.y, images(case.blocks_val), case.y_val, **settings)


@oracle
def expected(case: Case) -> Trained:
    """Train the case's network as the lab says: see `train` in its notebook."""
    x, x_val = (case[name].reshape(len(case[name]), -1).astype("float64") for name in ("blocks", "blocks_val"))
    params = {name: value.copy() for name, value in case.start.items()}
    units = params["F.weight"].shape[1]
    buffers = {"F_bn.running_mean": np.zeros(units), "F_bn.running_var": np.ones(units)} if case.deep else {}
    velocities = {name: 0 * value for name, value in params.items()}
    history: dict[str, list[float]] = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    kept: tuple[Arrays, Arrays] = params, buffers
    for epoch in range(case.epochs):
        losses = []
        order = np.random.default_rng(case.seed + epoch).permutation(len(x))  # the order that minibatches gives
        for start in range(0, len(x), case.batch_size):
            batch = order[start : start + case.batch_size]
            loss, grads, buffers = step(params, buffers, x[batch], case.y[batch])
            velocities = {name: case.momentum * velocities[name] - case.lr * grads[name] for name in params}
            params = {name: params[name] + velocities[name] for name in params}
            losses.append(loss)
        scores = evaluate(params, buffers, x_val)
        history["train_loss"].append(sum(losses) / len(losses))
        history["val_loss"].append(float(-np.mean(log_softmax(scores)[np.arange(len(scores)), case.y_val])))
        right = [int(row.argmax() == y) for row, y in zip(scores, case.y_val, strict=True)]
        history["val_accuracy"].append(sum(right) / len(right))
        _, best = stopping(tuple(history["val_loss"]), case.patience)
        if best == epoch:
            kept = params, buffers
        if epoch - best >= case.patience:
            break
    return Trained(**history, best_epoch=best, params=kept[0], buffers=kept[1], scores=evaluate(*kept, x_val))


def log_softmax(scores: Array) -> Array:
    """log(exp(s) / sum exp(s)), each row."""
    scores = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)))


def step(params: Arrays, buffers: Arrays, x: Array, y: Array) -> tuple[float, Arrays, Arrays]:
    """The loss of a batch in training, its gradients, and the running statistics behind it (0.9 old, 0.1 new)."""
    grads: Arrays = {}
    if buffers:
        z = x @ params["F.weight"] + params["F.bias"]
        mean, var = z.mean(axis=0), z.var(axis=0)
        buffers = {
            "F_bn.running_mean": 0.9 * buffers["F_bn.running_mean"] + 0.1 * mean,
            "F_bn.running_var": 0.9 * buffers["F_bn.running_var"] + 0.1 * var,
        }
        std = np.sqrt(var + 1e-5)
        z_hat = (z - mean) / std
        h = np.tanh(params["F_bn.weight"] * z_hat + params["F_bn.bias"])
        last = "OUTPUT"
    else:
        h, last = x, "F"
    scores = h @ params[f"{last}.weight"] + params[f"{last}.bias"]
    logs = log_softmax(scores)
    dscores = (np.exp(logs) - np.eye(10)[y]) / len(y)
    grads[f"{last}.weight"], grads[f"{last}.bias"] = h.T @ dscores, dscores.sum(axis=0)
    if buffers:
        da = (dscores @ params["OUTPUT.weight"].T) * (1 - h**2)
        grads["F_bn.weight"], grads["F_bn.bias"] = (da * z_hat).sum(axis=0), da.sum(axis=0)
        dz_hat = da * params["F_bn.weight"]
        dz = (dz_hat - dz_hat.mean(axis=0) - z_hat * (dz_hat * z_hat).mean(axis=0)) / std
        grads["F.weight"], grads["F.bias"] = x.T @ dz, dz.sum(axis=0)
    return float(-np.mean(logs[np.arange(len(y)), y])), grads, buffers


def evaluate(params: Arrays, buffers: Arrays, x: Array) -> Array:
    """The scores in evaluation."""
    if not buffers:
        return x @ params["F.weight"] + params["F.bias"]
    z = x @ params["F.weight"] + params["F.bias"]
    z_hat = (z - buffers["F_bn.running_mean"]) / np.sqrt(buffers["F_bn.running_var"] + 1e-5)
    h = np.tanh(params["F_bn.weight"] * z_hat + params["F_bn.bias"])
    return h @ params["OUTPUT.weight"] + params["OUTPUT.bias"]
