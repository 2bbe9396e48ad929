LAB = "lab01_backprop"
MISTAKES = ["steps back with += h in place of the stored value, so that rounding leaves x slightly changed"]

from solutions.lab01_backprop import *


def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        x[i] += h
        hi = f(x)
        x[i] -= 2 * h
        lo = f(x)
        x[i] += h  # back where we came from
        g[i] = (hi - lo) / (2 * h)
    return g
