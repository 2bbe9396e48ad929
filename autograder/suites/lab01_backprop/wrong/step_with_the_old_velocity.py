"""moves param by the velocity before this step"""

from solutions.lab01_backprop import *

HINT = "Which of the two lines of the formula comes first?"
FAILS = [
    "test_sgd_momentum::test_param_moves_by_the_new_velocity",
    "test_sgd_momentum::test_three_steps_in_a_row",
    "test_sgd_momentum::test_without_momentum_it_is_plain_gradient_descent",
    "test_sgd_momentum::test_without_a_gradient_it_rolls_on",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    return param + velocity, momentum * velocity - lr * grad
