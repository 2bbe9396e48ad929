"""The network of lab 8 in the plainest code: its rows with what they train, and its scores, layer after layer.

He, Zhang, Ren & Sun (2016), section 3.3 and figure 3, with basic blocks on images (N, 1, H, W). A case says which
network: blocks, width, num_classes, residual, batchnorm; and a seed that decides what its parameters are set to. With
`bias` every convolution has one: that is against the table, but no reason to look no further.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from autograder.testkit import oracle
from autograder.testkit.networks import Slot, draw, slopes_of
from autograder.testkit.plain_layers import Array, batch_norm, convolve, relu

EPS = 1e-5


class Block(NamedTuple):
    """A basic block as the table has it; it is projected where the shape changes."""

    name: str
    C: int
    F: int
    stride: int

    @property
    def changes(self) -> bool:
        """Whether x cannot be added as it is."""
        return self.stride > 1 or self.C != self.F


def blocks_of(net: Mapping[str, Any]) -> Iterator[Block]:
    """Stage i has width * 2^i channels; its first block has stride 2, but for stage 0."""
    C = net["width"]
    for stage, count in enumerate(net["blocks"]):
        F = net["width"] * 2**stage
        for number in range(count):
            yield Block(f"stage {stage} block {number}", C, F, 2 if stage and not number else 1)
            C = F


@oracle
def slots(net: Mapping[str, Any]) -> tuple[Slot, ...]:
    """What the network trains, convolution after convolution; each has gamma and beta where there is a batchnorm."""
    kernels = [Slot("stem", (net["width"], 1, 3, 3))]
    C = net["width"]
    for name, C, F, stride in blocks_of(net):
        kernels += [Slot(f"{name} conv1", (F, C, 3, 3)), Slot(f"{name} conv2", (F, F, 3, 3))]
        if net["residual"] and Block(name, C, F, stride).changes:
            kernels.append(Slot(f"{name} projection", (F, C, 1, 1)))
        C = F
    vectors = 2 * net["batchnorm"] + net.get("bias", False)
    found = [slot for kernel in kernels for slot in (kernel, *[Slot(kernel.row, kernel.shape[:1])] * vectors)]
    head = (C, net["num_classes"])
    return (*found, Slot("scores", head), Slot("scores", head[1:]))


@oracle
def by_block(net: Mapping[str, Any]) -> tuple[Slot, ...]:
    """The same slots with one row a block: the order of its convolutions in params() is the student's choice."""
    return tuple(Slot(slot.row.rpartition(" ")[0] or slot.row, slot.shape) for slot in slots(net))


def shapes(net: Mapping[str, Any], H: int, W: int) -> list[tuple[str, tuple[int, ...]]]:
    """What a sample of 1 x H x W is behind each row."""
    found: list[tuple[str, tuple[int, ...]]] = [("stem", (net["width"], H, W))]
    C = net["width"]
    for name, _, C, stride in blocks_of(net):
        H, W = -(-H // stride), -(-W // stride)
        found.append((name, (C, H, W)))
    return [*found, ("average", (C, 1, 1)), ("scores", (net["num_classes"],))]


@oracle
def values(net: Mapping[str, Any]) -> tuple[Array, ...]:
    """Parameters for all slots; the vectors of a block are equal: nobody has to know which is gamma, and of what."""
    return draw(by_block(net), net["seed"])


def run(net: Mapping[str, Any], arrays: Sequence[Array], x: Array, training: bool = True, change: str = "") -> Array:
    """The scores; `change` is one of CHANGES, to name what went wrong.

    training  False: batch normalisation with running statistics as they are at first, mean 0 and variance 1
    """
    left = iter(arrays)

    def unit(h: Array, stride: int = 1, drop: str = "") -> Array:
        """Convolution, batch normalisation, and relu where there is a change that drops it."""
        w = next(left)
        bias = next(left) if net.get("bias") else 0.0
        z: Array = convolve(h, w, bias, stride, w.shape[2] // 2)
        if drop and change == "behind":
            z = relu(z)
        if net["batchnorm"]:
            gamma, beta = next(left), next(left)
            if training or change == "eval" or (change == "deaf" and drop != "stem"):
                z = batch_norm(z, gamma, beta, EPS)
            else:
                z = gamma[:, None, None] * z / np.sqrt(1 + EPS) + beta[:, None, None]
        return relu(z) if drop and change not in (drop, "behind") else z

    h = unit(x, drop="stem")
    for block in blocks_of(net):
        late = change == "stride" and block.stride > 1
        z = unit(h, 1 if late else block.stride, drop="between")
        z = unit(z, block.stride if late else 1)
        if net["residual"]:
            around = unit(h, block.stride) if block.changes else h
            if change == "first":
                h = relu(z) + around
                continue
            if change != "shortcut":
                z = z + around
        h = z if change == "last" else relu(z)
    pooled = h.max(axis=(2, 3)) if change == "max" else h.sum(axis=(2, 3)) if change == "sum" else h.mean(axis=(2, 3))
    scores = pooled @ next(left) + next(left)
    if change == "softmax":
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))
    return relu(scores) if change == "relu" else np.asarray(scores)


CHANGES = {
    "shortcut": "this is what comes out without the shortcuts",
    "first": "this is what comes out if relu comes before the addition",
    "last": "this is what comes out without the relu at the end of the blocks",
    "between": "this is what comes out without the relu between the convolutions of a block",
    "stem": "this is what comes out without the relu behind the stem",
    "stride": "this is what comes out if the second convolution of a block has the stride",
    "sum": "this is what comes out if the pixels are added up at the end, and not averaged",
    "max": "this is what comes out if the largest pixel is taken at the end, and not the mean",
    "behind": "this is what comes out if batch normalisation stands behind relu, and not in front of it",
    "eval": "this is what comes out with the statistics of the batch: does eval() reach every layer?",
    "deaf": "this is what comes out with the statistics of the batch in all blocks: does eval() reach into them?",
    "softmax": "this is the softmax of the scores: the network should give the scores themselves",
    "relu": "this is what comes out with a relu behind the scores",
}


def suspects(net: Mapping[str, Any], training: bool = True) -> Iterator[tuple[str, Callable[[], Array]]]:
    """For each of CHANGES the sentence, and what comes out then."""
    for change, sentence in CHANGES.items():
        yield sentence, partial(run, net, values(net), np.asarray(net["x"], np.float64), training, change)


@oracle
def scores(net: Mapping[str, Any], training: bool = True) -> Array:
    """The scores for the case's images, with the parameters that its seed decides."""
    return run(net, values(net), np.asarray(net["x"], np.float64), training)


@oracle
def slopes(net: Mapping[str, Any]) -> Any:
    """Derivatives of sum(dout * scores) block by block, and along x."""
    return slopes_of(
        lambda *arrays: run(net, arrays[:-1], arrays[-1]),
        by_block(net),
        values(net),
        net["x"],
        net["dout"],
        net["seed"],
    )
