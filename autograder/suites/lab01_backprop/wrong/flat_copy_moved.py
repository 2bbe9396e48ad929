"""moves the numbers of x.flatten(), a copy of which f knows nothing"""

from solutions.lab01_backprop import *

HINT = "After v = x.flatten(), does a change to v show in x?"
FAILS = [
    "test_numerical_gradient::test_differences_are_central",
    "test_numerical_gradient::test_one_number_moves_at_a_time",
    "test_numerical_gradient::test_gradients_of_quadratics_are_exact",
    "test_numerical_gradient::test_a_small_step_gives_the_gradient",
    "test_numerical_gradient::test_the_step_is_1e_5_by_default",
    "test_numerical_gradient::test_memory_layout_does_not_matter",
    "test_numerical_gradient::test_float32_is_as_good_as_float64",
]


def numerical_gradient(f, x, h=1e-5):
    flat = x.flatten()
    gradient = np.zeros_like(flat)
    for i in range(flat.size):
        kept = flat[i]
        flat[i] = kept + h
        above = f(x)
        flat[i] = kept - h
        below = f(x)
        flat[i] = kept
        gradient[i] = (above - below) / (2 * h)
    return gradient.reshape(x.shape)
