"""adds every gradient to the one before, kept in a global"""

from solutions.lab01_backprop import *

HINT = "What does a second call with the same x return?"
FAILS = [
    "test_numerical_gradient::test_one_number_moves_at_a_time",
    "test_numerical_gradient::test_gradients_of_quadratics_are_exact",
    "test_numerical_gradient::test_a_small_step_gives_the_gradient",
    "test_numerical_gradient::test_the_step_is_1e_5_by_default",
    "test_numerical_gradient::test_memory_layout_does_not_matter",
    "test_numerical_gradient::test_float32_is_as_good_as_float64",
]

totals = {}


def numerical_gradient(f, x, h=1e-5):
    gradient = totals.setdefault(x.shape, np.zeros(x.shape))
    for place in np.ndindex(x.shape):
        kept = x[place]
        x[place] = kept + h
        above = f(x)
        x[place] = kept - h
        below = f(x)
        x[place] = kept
        gradient[place] += (above - below) / (2 * h)
    return gradient
