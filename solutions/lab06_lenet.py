"""Lab 6, LeNet-5: from the table of a network to its shapes, to the network, to training that knows when to stop.

LeCun, Bottou, Bengio & Haffner (1998), "Gradient-Based Learning Applied to Document Recognition", section II.B. What
differs from the paper: S2 and S4 average without a weight and a bias, every map of C3 sees all maps of S2, tanh is
not scaled, and ten plain scores end it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from solutions.layers import (
    AvgPool2d,
    BatchNorm1d,
    BatchNorm2d,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
    Sequential,
    Tanh,
    minibatches,
    sgd_momentum,
    softmax_cross_entropy,
)

Row = tuple[Any, ...]  # (name, kind, channels, kernel, stride, padding, activation)
Shape = tuple[int, ...]


def lenet5_rows(pool: str = "avg", activation: str = "tanh") -> list[Row]:
    """Write the table of LeNet-5, one row a layer.

    A row is (name, kind, channels, kernel, stride, padding, activation), with None where a kind has no such
    thing. The kinds are "conv", "avg_pool", "max_pool" and "linear"; "channels" of a linear layer are its outputs.

    pool        "avg" or "max", the kind of S2 and S4
    activation  "tanh" or "relu", of every row but the last, which has none
    returns     a list of 7 rows, C1 to OUTPUT
    raises      ValueError for another pool or activation
    """
    if pool not in ("avg", "max"):
        raise ValueError(f"pool is {pool!r}, expected 'avg' or 'max'")
    if activation not in ("tanh", "relu"):
        raise ValueError(f"activation is {activation!r}, expected 'tanh' or 'relu'")
    return [
        ("C1", "conv", 6, 5, 1, 0, activation),
        ("S2", f"{pool}_pool", None, 2, 2, None, activation),
        ("C3", "conv", 16, 5, 1, 0, activation),
        ("S4", f"{pool}_pool", None, 2, 2, None, activation),
        ("C5", "conv", 120, 5, 1, 0, activation),
        ("F6", "linear", 84, None, None, None, activation),
        ("OUTPUT", "linear", 10, None, None, None, None),
    ]


def shape_trace(rows: Sequence[Row], input_shape: Shape) -> list[tuple[str, Shape, int]]:
    """Follow the shape of one sample through a table, without building anything.

    The input channels of a row are not in the table: they are the channels that the row above gives.

        conv     (C, H, W) -> (channels, OH, OW)   OH = floor((H + 2 padding - kernel) / stride) + 1
                                                   parameters = channels * (C * kernel^2 + 1)
        pooling  (C, H, W) -> (C, OH, OW)          the same, with padding 0; no parameters
        linear   any shape of D values -> (channels,)      parameters = channels * (D + 1)

    rows         rows as lenet5_rows writes them
    input_shape  (C, H, W) of one sample, without N
    returns      [(name, output shape, parameters), ...], one for each row
    raises       ValueError, with the name of the row, where a kernel is larger than its padded input
    """
    trace: list[tuple[str, Shape, int]] = []
    shape: Shape = tuple(input_shape)
    for name, kind, channels, kernel, stride, padding, _ in rows:
        parameters = 0
        if kind == "linear":
            parameters = channels * (int(np.prod(shape)) + 1)
            shape = (channels,)
        else:
            C, H, W = shape
            padding = padding or 0
            if kernel > min(H, W) + 2 * padding:
                raise ValueError(f"{name}: kernel {kernel} is larger than the padded input {min(H, W) + 2 * padding}")
            OH, OW = ((size + 2 * padding - kernel) // stride + 1 for size in (H, W))
            if kind == "conv":
                parameters = channels * (C * kernel**2 + 1)
                C = channels
            shape = (C, OH, OW)
        trace.append((name, shape, parameters))
    return trace


def build_lenet5(pool: str = "avg", activation: str = "tanh", batchnorm: bool = False, seed: int = 0) -> Sequential:
    """Build LeNet-5 for images (N, 1, 32, 32): a network that gives ten scores for each.

    The layers are those of lenet5_rows(pool, activation), in this order. The scores are plain numbers: no softmax.

    pool        "avg" or "max"
    activation  "tanh" or "relu"
    batchnorm   True puts a batch normalisation between each convolution or linear layer and its activation: after
                C1, C3, C5 and F6, not after pooling and not after the scores
    seed        decides the weights: the same seed gives the same network, another seed another one
    returns     a network with forward(x) -> scores (N, 10), backward(dout) -> dx, params(), grads(),
                set_params(dict), train() and eval(), such as a Sequential. A class of your own may do without
                buffers() here; your `train` will need it to bring running statistics back
    """
    rng = np.random.default_rng(seed)
    gain = 2.0 if activation == "relu" else 1.0
    rows = lenet5_rows(pool, activation)
    image = (1, 32, 32)
    inputs = [image, *(shape for _, shape, _ in shape_trace(rows, image))]  # what each row gets
    layers: list[tuple[str, Any]] = []
    for (name, kind, channels, kernel, stride, padding, act), shape in zip(rows, inputs[:-1], strict=True):
        if kind == "conv":
            layers.append((name, Conv2d(shape[0], channels, kernel, rng, stride, padding, gain=gain)))
        elif kind == "linear":
            if len(shape) > 1:
                layers.append(("flatten", Flatten()))
            layers.append((name, Linear(int(np.prod(shape)), channels, rng, gain=gain if act else 1.0)))
        else:
            layers.append((name, (AvgPool2d if kind == "avg_pool" else MaxPool2d)(kernel, stride)))
        if batchnorm and act and channels:  # after conv and linear, not after pooling
            layers.append((f"{name}_bn", BatchNorm2d(channels) if kind == "conv" else BatchNorm1d(channels)))
        if act:
            layers.append((f"{name}_{act}", Tanh() if act == "tanh" else ReLU()))
    return Sequential(layers)


def early_stopping(losses: Sequence[float], patience: int) -> tuple[int, int]:
    """Decide when training would have stopped, from its validation losses.

    An epoch improves if its loss is smaller than every loss before it; the first epoch always does. Training
    stops after `patience` epochs in a row that do not improve (Prechelt 1998, "Early Stopping - But When?").

    losses    the validation loss after each epoch
    patience  how many epochs without an improvement are waited for, at least 1
    returns   (stop_epoch, best_epoch), counted from 0: the last epoch that is trained, and the one that was
              best until then; if training never stops early, stop_epoch is the last one there is
    """
    best_epoch = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best_epoch]:
            best_epoch = epoch
        if epoch - best_epoch >= patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch


def train(
    network: Any,
    x: np.ndarray,
    y: np.ndarray,
    x_val: np.ndarray,
    y_val: np.ndarray,
    epochs: int,
    batch_size: int,
    lr: float,
    momentum: float,
    patience: int,
    seed: int,
) -> dict[str, Any]:
    """Train a network on (x, y) with minibatches and momentum; keep the weights that did best on (x_val, y_val).

    In every epoch: minibatches(len(x), batch_size, seed + epoch), and for each of them, in training, one step of
    sgd_momentum for every parameter, with velocities that start at 0 and live through all epochs; then the loss and
    accuracy on (x_val, y_val), in evaluation. It stops as early_stopping says. At the end the network is that of
    the best epoch again, running statistics of batch normalisation included, and is in evaluation.

    network     what build_lenet5 returns; with batch normalisation it has buffers(); it is changed
    x, y        (N, 1, 32, 32) and (N,) integers, to train on; x_val, y_val likewise, to watch
    returns     {"train_loss": [...], "val_loss": [...], "val_accuracy": [...], "best_epoch": int}
                with one number for each epoch that was trained; train_loss is the mean over its batches,
                val_accuracy the share of x_val whose largest score is the right one
    """
    history: dict[str, Any] = {"train_loss": [], "val_loss": [], "val_accuracy": [], "best_epoch": 0}
    velocities = {name: np.zeros_like(param) for name, param in network.params().items()}
    best: dict[str, np.ndarray] = {}
    for epoch in range(epochs):
        network.train()
        losses = []
        for batch in minibatches(len(x), batch_size, seed + epoch):
            loss, dscores = softmax_cross_entropy(network.forward(x[batch]), y[batch])
            network.backward(dscores)
            params, grads = network.params(), network.grads()
            for name in params:
                params[name], velocities[name] = sgd_momentum(params[name], grads[name], velocities[name], lr, momentum)
            network.set_params(params)
            losses.append(loss)
        network.eval()
        scores = network.forward(x_val)
        history["train_loss"].append(float(np.mean(losses)))
        history["val_loss"].append(float(softmax_cross_entropy(scores, y_val)[0]))
        history["val_accuracy"].append(float(np.mean(scores.argmax(axis=1) == y_val)))
        _, history["best_epoch"] = early_stopping(history["val_loss"], patience)
        if history["best_epoch"] == epoch:
            best = {name: array.copy() for name, array in {**network.params(), **network.buffers()}.items()}
        if epoch - history["best_epoch"] >= patience:
            break
    network.set_params(best)
    return history
