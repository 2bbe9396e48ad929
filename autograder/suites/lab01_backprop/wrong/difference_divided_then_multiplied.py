"""computes difference / 2 * h, which multiplies by h"""

from solutions.lab01_backprop import *

HINT = "Which comes first in a / 2 * h, the division or the product?"
FAILS = [
    "test_numerical_gradient::test_differences_are_central",
    "test_numerical_gradient::test_one_number_moves_at_a_time",
    "test_numerical_gradient::test_gradients_of_quadratics_are_exact",
    "test_numerical_gradient::test_a_small_step_gives_the_gradient",
    "test_numerical_gradient::test_the_step_is_1e_5_by_default",
    "test_numerical_gradient::test_float32_is_as_good_as_float64",
]


def numerical_gradient(f, x, h=1e-5):
    slopes = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        kept = x[place]
        x[place] = kept + h
        above = f(x)
        x[place] = kept - h
        below = f(x)
        x[place] = kept
        slopes[place] = (above - below) / 2 * h
    return slopes
