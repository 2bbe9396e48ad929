"""multiplies the gradient by momentum, too"""

from solutions.lab01_backprop import *

HINT = "Is this step's gradient old already?"
FAILS = [
    "test_sgd_momentum::test_velocity_keeps_its_share_and_gains_the_step",
    "test_sgd_momentum::test_param_moves_by_the_new_velocity",
    "test_sgd_momentum::test_three_steps_in_a_row",
    "test_sgd_momentum::test_without_momentum_it_is_plain_gradient_descent",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * (velocity - lr * grad)
    return param + velocity, velocity
