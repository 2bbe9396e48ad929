"""moves param by momentum * velocity, without this step's gradient"""

from solutions.lab01_backprop import *

HINT = "When does this step's gradient reach param?"
FAILS = [
    "test_sgd_momentum::test_param_moves_by_the_new_velocity",
    "test_sgd_momentum::test_three_steps_in_a_row",
    "test_sgd_momentum::test_without_momentum_it_is_plain_gradient_descent",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    return param + momentum * velocity, momentum * velocity - lr * grad
