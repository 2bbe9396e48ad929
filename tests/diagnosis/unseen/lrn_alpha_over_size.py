LAB = "lab07_alexnet"
MISTAKES = ["divides alpha by the number of channels in the window"]

from solutions.lab07_alexnet import *


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size < 1 or size % 2 != 1:
        raise ValueError("size must be odd")
    C = x.shape[1]
    half = size // 2
    sq = x * x
    s = np.zeros_like(x)
    for c in range(C):
        s[:, c] = k + alpha / size * sq[:, max(0, c - half) : c + half + 1].sum(axis=1)
    return x / s**beta, (x, s, size, alpha / size, beta)
