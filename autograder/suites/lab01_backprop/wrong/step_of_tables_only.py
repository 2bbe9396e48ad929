"""takes apart the shape as rows and columns, which is right for arrays of two axes only"""

from solutions.lab01_backprop import *

HINT = "Which shapes of param does the docstring name?"
FAILS = [
    "test_sgd_momentum::test_velocity_keeps_its_share_and_gains_the_step",
    "test_sgd_momentum::test_param_moves_by_the_new_velocity",
    "test_sgd_momentum::test_three_steps_in_a_row",
    "test_sgd_momentum::test_without_momentum_it_is_plain_gradient_descent",
    "test_sgd_momentum::test_without_a_gradient_it_rolls_on",
    "test_sgd_momentum::test_arguments_stay_as_they_are",
    "test_sgd_momentum::test_nothing_is_kept_between_calls",
    "test_sgd_momentum::test_shapes",
    "test_sgd_momentum::test_float32_is_as_good_as_float64",
    "test_sgd_momentum::test_float64_stays_float64",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    rows, columns = param.shape
    new, speed = np.empty((rows, columns)), np.empty((rows, columns))
    for i in range(rows):
        for j in range(columns):
            speed[i, j] = momentum * velocity[i, j] - lr * grad[i, j]
            new[i, j] = param[i, j] + speed[i, j]
    return new, speed
