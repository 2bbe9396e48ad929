"""puts x back only when all numbers have had their turn"""

from solutions.lab01_backprop import *

HINT = "While the second number moves, where should the first one be?"
FAILS = [
    "test_numerical_gradient::test_one_number_moves_at_a_time",
]


def numerical_gradient(f, x, h=1e-5):
    start = x.copy()
    slopes = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        x[place] = start[place] + h
        above = f(x)
        x[place] = start[place] - h
        slopes[place] = (above - f(x)) / (2 * h)
    x[...] = start
    return slopes
