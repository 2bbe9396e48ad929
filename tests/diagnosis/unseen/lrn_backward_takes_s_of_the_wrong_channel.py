LAB = "lab07_alexnet"
MISTAKES = ["divides by the power of the channel's own s outside the sum, where the s of each neighbour belongs inside"]

from solutions.lab07_alexnet import *


def local_response_norm_backward(dout, cache):
    x, s, size, alpha, beta = cache
    C, half = x.shape[1], size // 2
    dx = dout / s**beta
    for c in range(C):
        acc = np.zeros_like(x[:, c])
        for j in range(C):
            if abs(j - c) <= half:
                acc += dout[:, j] * x[:, j]
        dx[:, c] -= 2 * alpha * beta * x[:, c] * acc / s[:, c] ** (beta + 1)
    return dx
