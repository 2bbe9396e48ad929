"""goes through rows and columns, which is right for arrays of two axes only"""

from solutions.lab01_backprop import *

HINT = "Which shapes of x does the docstring name?"
FAILS = [
    "test_numerical_gradient::test_one_number_moves_at_a_time",
    "test_numerical_gradient::test_the_gradient_has_the_shape_of_x",
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
