"""The reference layers beside PyTorch's, on one core: `python tests/bench/layers_torch.py`.

Needs torch (`make oracle` installs it). The same arrays in float32, forward and backward apart; medians of runs that
take turns. PyTorch's backward is that of autograd for all arguments, as ours gives them all.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from results import keep, machine

from solutions import lab01_backprop as l1
from solutions import lab02_batchnorm as l2
from solutions import lab03_convolution as l3
from solutions import lab04_pooling as l4
from solutions import lab05_normalization as l5
from solutions import lab07_alexnet as l7

RUNS = 15
N, C, H, FILTERS, D = 16, 32, 32, 64, 512
Pair = tuple[Callable[[], Any], Callable[[], Any]]


def main() -> None:
    """One row a layer and pass."""
    torch.set_num_threads(1)
    rng, begun, rows = np.random.default_rng(0), machine(), []

    def array(*shape: int) -> np.ndarray:
        return rng.standard_normal(shape).astype(np.float32)

    x, w, b = array(N, C, H, H), array(FILTERS, C, 3, 3), array(FILTERS)
    flat, per_map, per_value = array(256, D), (array(C), array(C)), (array(C, H, H), array(C, H, H))
    zeros, ones = np.zeros(C, np.float32), np.ones(C, np.float32)
    flat_zeros, flat_ones = np.zeros(D, np.float32), np.ones(D, np.float32)
    ours: dict[str, tuple[Callable[..., Any], Callable[..., Any], tuple[np.ndarray, ...], Callable[..., Any]]] = {
        "linear 512 -> 512": (
            l1.linear_forward, l1.linear_backward, (flat, array(D, D), flat_zeros),
            lambda x, w, b: F.linear(x, w.T, b),
        ),
        "batch norm (256, 512)": (
            lambda x, g, b: _first_and_last(l2.batchnorm_forward(x, g, b, flat_zeros, flat_ones, True)),
            l2.batchnorm_backward, (flat, array(D), array(D)),
            lambda x, g, b: F.batch_norm(x, None, None, g, b, training=True),
        ),
        "convolution 3x3, by definition": (
            lambda x, w, b: l3.conv_forward(x, w, b, 1, 1), l3.conv_backward, (x, w, b),
            lambda x, w, b: F.conv2d(x, w, b, padding=1),
        ),
        "convolution 3x3, im2col": (
            lambda x, w, b: l3.conv_forward_im2col(x, w, b, 1, 1), l3.conv_backward, (x, w, b),
            lambda x, w, b: F.conv2d(x, w, b, padding=1),
        ),
        "convolution 1x1": (
            l3.conv_1x1, l3.conv_backward, (x, w[:, :, :1, :1].copy(), b),
            lambda x, w, b: F.conv2d(x, w, b),
        ),
        "max pooling 2x2": (
            lambda x: l4.max_pool_forward(x, 2, 2), l4.max_pool_backward, (x,), lambda x: F.max_pool2d(x, 2)
        ),
        "average pooling 2x2": (
            lambda x: l4.avg_pool_forward(x, 2, 2), l4.avg_pool_backward, (x,), lambda x: F.avg_pool2d(x, 2)
        ),
        "global average pooling": (
            l4.global_avg_pool_forward, l4.global_avg_pool_backward, (x,), lambda x: F.adaptive_avg_pool2d(x, 1)
        ),
        "spatial batch norm": (
            lambda x, g, b: _first_and_last(l5.spatial_batchnorm_forward(x, g, b, zeros, ones, True)),
            l5.spatial_batchnorm_backward, (x, *per_map),
            lambda x, g, b: F.batch_norm(x, None, None, g, b, training=True),
        ),
        "layer norm": (
            l5.layernorm_forward, l5.layernorm_backward, (x, *per_value),
            lambda x, g, b: F.layer_norm(x, x.shape[1:], g, b),
        ),
        "group norm, 8 groups": (
            lambda x, g, b: l5.groupnorm_forward(x, g, b, 8), l5.groupnorm_backward, (x, *per_map),
            lambda x, g, b: F.group_norm(x, 8, g, b),
        ),
        "instance norm": (
            l5.instancenorm_forward, l5.instancenorm_backward, (x, *per_map),
            lambda x, g, b: F.instance_norm(x, weight=g, bias=b),
        ),
        "local response norm": (
            l7.local_response_norm_forward, l7.local_response_norm_backward, (x,),
            lambda x: F.local_response_norm(x, 5, alpha=5e-4, beta=0.75, k=2.0),
        ),
    }  # fmt: skip
    for layer, (forward, backward, arguments, theirs) in ours.items():
        rows += compared(layer, forward, backward, arguments, theirs)
    keep("layers", begun, rows, shape=f"images ({N}, {C}, {H}, {H}), {FILTERS} filters, float32, one thread")


def _first_and_last(returned: tuple[Any, ...]) -> tuple[Any, Any]:
    return returned[0], returned[-1]


def compared(
    layer: str,
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    arguments: tuple[np.ndarray, ...],
    theirs: Callable[..., Any],
) -> list[dict[str, Any]]:
    """Both passes of both; first that they agree."""
    out, cache = forward(*arguments)
    tensors = [torch.from_numpy(argument).requires_grad_() for argument in arguments]
    expected = theirs(*tensors)
    np.testing.assert_allclose(out, expected.detach().numpy(), rtol=1e-2, atol=1e-3)
    dout = np.ones_like(out, dtype=np.float32)
    gradient = torch.from_numpy(dout)

    def torch_forward() -> Any:
        with torch.no_grad():
            return theirs(*tensors)

    def torch_backward() -> Any:
        return torch.autograd.grad(expected, tensors, gradient, retain_graph=True)

    ours = backward(dout, cache)
    for one, other in zip(ours if isinstance(ours, tuple) else (ours,), torch_backward(), strict=True):
        np.testing.assert_allclose(np.reshape(one, other.shape), other.numpy(), rtol=5e-2, atol=5e-2)
    passes: dict[str, Pair] = {
        "forward": (lambda: forward(*arguments), torch_forward),
        "backward": (lambda: backward(dout, cache), torch_backward),
    }
    rows = []
    for which, pair in passes.items():
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(RUNS):
            for run, kept in zip(pair, times, strict=True):
                started = time.perf_counter()
                run()
                kept.append(time.perf_counter() - started)
        mine, torchs = (1000 * statistics.median(kept) for kept in times)
        rows.append({"layer": layer, "pass": which, "ours, ms": mine, "torch, ms": torchs, "ratio": mine / torchs})
    return rows


if __name__ == "__main__":
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    if not threads.items() <= os.environ.items():  # they are read when NumPy and torch are imported
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | threads)
    main()
