LAB = "lab07_alexnet"
MISTAKES = ["ends the window one channel too early, as range leaves out its end"]

from solutions.lab07_alexnet import *


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size % 2 == 0 or size < 1:
        raise ValueError(f"{size} is no odd number of channels")
    N, C, H, W = x.shape
    r = size // 2
    s = np.full(x.shape, k, dtype=x.dtype)
    for c in range(C):
        for j in range(c - r, c + r):
            if 0 <= j < C:
                s[:, c] += alpha * x[:, j] ** 2
    return x * s ** (-beta), (x, s, size, alpha, beta)
