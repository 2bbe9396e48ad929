"""moves x[i] for each i, which is right for vectors only"""

from solutions.lab01_backprop import *

HINT = "What is x[i] when x has two axes?"
FAILS = [
    "test_numerical_gradient::test_differences_are_central",
    "test_numerical_gradient::test_one_number_moves_at_a_time",
    "test_numerical_gradient::test_gradients_of_quadratics_are_exact",
    "test_numerical_gradient::test_a_small_step_gives_the_gradient",
    "test_numerical_gradient::test_the_step_is_1e_5_by_default",
]


def numerical_gradient(f, x, h=1e-5):
    slopes = np.zeros_like(x)
    for i in range(len(x)):
        kept = x[i].copy()
        x[i] = kept + h
        above = f(x)
        x[i] = kept - h
        below = f(x)
        x[i] = kept
        slopes[i] = (above - below) / (2 * h)
    return slopes
