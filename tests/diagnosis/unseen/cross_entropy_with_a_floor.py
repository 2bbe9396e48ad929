LAB = "lab01_backprop"
MISTAKES = ["adds a small number inside the logarithm, so that a loss of thousands is capped near 28"]

from solutions.lab01_backprop import *


def softmax_cross_entropy(scores, y):
    z = scores - scores.max(axis=1).reshape(-1, 1)
    p = np.exp(z)
    p /= p.sum(axis=1).reshape(-1, 1)
    rows = np.arange(len(y))
    loss = -np.mean(np.log(p[rows, y] + 1e-12))
    d = p.copy()
    d[rows, y] -= 1.0
    return loss, d / len(y)
