"""calls f with a single number instead of all of x"""

from solutions.lab01_backprop import *

HINT = "What does f expect: one number, or an array like x?"
FAILS = [
    "test_numerical_gradient::test_one_number_moves_at_a_time",
]


def numerical_gradient(f, x, h=1e-5):
    slopes = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        slopes[place] = (f(x[place] + h) - f(x[place] - h)) / (2 * h)
    return slopes
