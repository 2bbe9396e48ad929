"""writes the gradient into x"""

from solutions.lab01_backprop import *

HINT = "Which array does the caller still need?"
FAILS = [
    "test_numerical_gradient::test_x_is_restored",
]


def numerical_gradient(f, x, h=1e-5):
    start = x.copy()
    for place in np.ndindex(x.shape):
        above, below = start.copy(), start.copy()
        above[place] += h
        below[place] -= h
        x[place] = (f(above) - f(below)) / (2 * h)
    return x
