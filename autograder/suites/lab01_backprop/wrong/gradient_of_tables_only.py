"""goes through rows and columns, which is right for arrays of two axes only"""

from solutions.lab01_backprop import *

HINT = "Which shapes of x does the docstring name?"
FAILS = [
    "test_numerical_gradient::test_differences_are_central",
    "test_numerical_gradient::test_gradients_of_quadratics_are_exact",
    "test_numerical_gradient::test_a_small_step_gives_the_gradient",
    "test_numerical_gradient::test_the_step_is_1e_5_by_default",
    "test_numerical_gradient::test_x_is_restored",
    "test_numerical_gradient::test_the_gradient_has_the_shape_of_x",
    "test_numerical_gradient::test_float32_is_as_good_as_float64",
    "test_numerical_gradient::test_float64_stays_float64",
]


def numerical_gradient(f, x, h=1e-5):
    slopes = np.zeros_like(x)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            kept = x[i, j]
            x[i, j] = kept + h
            above = f(x)
            x[i, j] = kept - h
            below = f(x)
            x[i, j] = kept
            slopes[i, j] = (above - below) / (2 * h)
    return slopes
