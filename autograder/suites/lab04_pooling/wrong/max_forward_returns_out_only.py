"""returns out without a cache"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "What will backward need to know about the forward pass?"
FAILS = []


def max_pool_forward(x, kernel, stride):
    KH, KW = (kernel, kernel) if isinstance(kernel, int) else kernel
    N, C, H, W = x.shape
    if stride < 1:
        raise ValueError("the stride must be at least 1")
    if KH > H or KW > W:
        raise ValueError("the kernel is larger than x")
    OH, OW = (H - KH) // stride + 1, (W - KW) // stride + 1
    out = np.zeros((N, C, OH, OW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            window = x[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out
