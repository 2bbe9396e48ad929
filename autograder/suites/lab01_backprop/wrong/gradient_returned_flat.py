"""returns the gradient as a vector, whatever the shape of x"""

from solutions.lab01_backprop import *

HINT = "Which shape must a gradient have to be subtracted from x?"
FAILS = [
    "test_numerical_gradient::test_differences_are_central",
    "test_numerical_gradient::test_one_number_moves_at_a_time",
    "test_numerical_gradient::test_gradients_of_quadratics_are_exact",
    "test_numerical_gradient::test_a_small_step_gives_the_gradient",
    "test_numerical_gradient::test_the_step_is_1e_5_by_default",
    "test_numerical_gradient::test_the_gradient_has_the_shape_of_x",
    "test_numerical_gradient::test_memory_layout_does_not_matter",
]


def numerical_gradient(f, x, h=1e-5):
    gradient = []
    for place in np.ndindex(x.shape):
        kept = x[place]
        x[place] = kept + h
        above = f(x)
        x[place] = kept - h
        below = f(x)
        x[place] = kept
        gradient.append((above - below) / (2 * h))
    return np.array(gradient)
