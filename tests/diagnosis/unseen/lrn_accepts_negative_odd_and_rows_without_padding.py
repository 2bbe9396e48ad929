LAB = "lab07_alexnet"
MISTAKES = [
    "refuses even sizes only, so that sizes such as -1 pass",
    "writes padding 0 for CONV3 to CONV5",
]

from solutions.lab07_alexnet import *


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size % 2 == 0:
        raise ValueError("size must be odd")
    r = size // 2
    C = x.shape[1]
    near = (np.abs(np.arange(C)[:, None] - np.arange(C)) <= r).astype(x.dtype)
    s = k + alpha * np.einsum("cj,njhw->nchw", near, x**2)
    return x / s**beta, (x, s, size, alpha, beta)


def alexnet_rows():
    n = None
    rows = [
        ("CONV1", "conv", 96, 11, 4, 0, "relu"),
        ("POOL1", "max_pool", n, 3, 2, n, n),
        ("NORM1", "norm", n, n, n, n, n),
    ]
    rows += [
        ("CONV2", "conv", 256, 5, 1, 2, "relu"),
        ("POOL2", "max_pool", n, 3, 2, n, n),
        ("NORM2", "norm", n, n, n, n, n),
    ]
    rows += [("CONV3", "conv", 384, 3, 1, 0, "relu"), ("CONV4", "conv", 384, 3, 1, 0, "relu")]
    rows += [("CONV5", "conv", 256, 3, 1, 0, "relu"), ("POOL3", "max_pool", n, 3, 2, n, n)]
    rows += [("FC6", "linear", 4096, n, n, n, "relu"), ("FC7", "linear", 4096, n, n, n, "relu")]
    rows += [("FC8", "linear", 1000, n, n, n, n)]
    return rows
