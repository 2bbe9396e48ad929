"""does not put the number of x back after its turn"""

from solutions.lab01_backprop import *

HINT = "What is x when your function has returned?"
FAILS = [
    "test_numerical_gradient::test_one_number_moves_at_a_time",
    "test_numerical_gradient::test_x_is_restored",
]


def numerical_gradient(f, x, h=1e-5):
    slopes = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        kept = x[place]
        x[place] = kept + h
        above = f(x)
        x[place] = kept - h
        below = f(x)
        slopes[place] = (above - below) / (2 * h)
    return slopes
