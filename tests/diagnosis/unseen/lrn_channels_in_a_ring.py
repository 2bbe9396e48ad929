LAB = "lab07_alexnet"
MISTAKES = ["rolls the channels around, so that the first and the last are neighbours"]

from solutions.lab07_alexnet import *


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size < 1 or size % 2 == 0:
        raise ValueError("even size")
    half = (size - 1) // 2
    squares = x**2
    total = np.zeros_like(x)
    for shift in range(-half, half + 1):
        total += np.roll(squares, shift, axis=1)
    s = k + alpha * total
    return x / s**beta, (x, s, size, alpha, beta)
