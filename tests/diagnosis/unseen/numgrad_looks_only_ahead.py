LAB = "lab01_backprop"
MISTAKES = ["compares f a step ahead with f at x itself and divides by h, a one-sided difference"]

from solutions.lab01_backprop import *


def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape, dtype=x.dtype)
    base = f(x)
    it = np.nditer(x, flags=["multi_index"])
    for _ in it:
        idx = it.multi_index
        old = x[idx].copy()
        x[idx] = old + h
        grad[idx] = (f(x) - base) / h
        x[idx] = old
    return grad
