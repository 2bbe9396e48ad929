"""uses 1e-5 whatever h is"""

from solutions.lab01_backprop import *

HINT = "What is the argument h for?"
FAILS = [
    "test_numerical_gradient::test_differences_are_central",
    "test_numerical_gradient::test_one_number_moves_at_a_time",
    "test_numerical_gradient::test_float32_is_as_good_as_float64",
]


def numerical_gradient(f, x, h=1e-5):
    h = 1e-5
    slopes = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        kept = x[place]
        x[place] = kept + h
        above = f(x)
        x[place] = kept - h
        below = f(x)
        x[place] = kept
        slopes[place] = (above - below) / (2 * h)
    return slopes
