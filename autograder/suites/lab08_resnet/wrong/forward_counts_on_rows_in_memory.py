"""cuts windows with strides worked out from the shape of x, as if x lay in memory row after row"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "What are x.strides for a transposed array?"
FAILS = [
    "test_residual_forward::test_memory_layout_does_not_matter",
    "test_residual_forward::test_kernels_and_strides_that_cannot_be_are_refused",
]


def cut_windows(x, K, stride):
    N, C, H, W = x.shape
    OH, OW = (H - K) // stride + 1, (W - K) // stride + 1
    sample, channel, row, pixel = np.array([C * H * W, H * W, W, 1]) * x.itemsize
    shape = (N, C, OH, OW, K, K)
    steps = (sample, channel, stride * row, stride * pixel, row, pixel)
    return np.lib.stride_tricks.as_strided(x.ravel(order="K"), shape, steps)


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    a, cache1 = conv_forward(x, w1, np.zeros(len(w1), x.dtype), stride, 1)
    b, cache2 = conv_forward(np.maximum(a, 0), w2, np.zeros(len(w2), x.dtype), 1, 1)
    shortcut, cache_proj = cut_windows(x, 1, 1)[..., 0, 0], None
    if w_proj is not None:
        cache_proj = (x, w_proj, stride, 0)
        shortcut = np.einsum("ncijkl,fckl->nfij", cut_windows(x, 1, stride), w_proj)
    if b.shape != shortcut.shape:
        raise ValueError("the shapes differ")
    total = b + shortcut
    return np.maximum(total, 0), (cache1, a > 0, cache2, cache_proj, total > 0)
