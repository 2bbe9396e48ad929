"""steps h / 2 to either side"""

from solutions.lab01_backprop import *

HINT = "Which two points does the formula name?"
FAILS = [
    "test_numerical_gradient::test_differences_are_central",
    "test_numerical_gradient::test_one_number_moves_at_a_time",
    "test_numerical_gradient::test_the_step_is_1e_5_by_default",
    "test_numerical_gradient::test_float32_is_as_good_as_float64",
]


def numerical_gradient(f, x, h=1e-5):
    slopes = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        kept = x[place]
        x[place] = kept + h / 2
        above = f(x)
        x[place] = kept - h / 2
        below = f(x)
        x[place] = kept
        slopes[place] = (above - below) / h
    return slopes
