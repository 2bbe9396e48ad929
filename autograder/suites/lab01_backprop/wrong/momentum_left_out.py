"""never lets the velocity fade"""

from solutions.lab01_backprop import *

HINT = "What is the argument momentum for?"
FAILS = [
    "test_sgd_momentum::test_velocity_keeps_its_share_and_gains_the_step",
    "test_sgd_momentum::test_param_moves_by_the_new_velocity",
    "test_sgd_momentum::test_three_steps_in_a_row",
    "test_sgd_momentum::test_without_momentum_it_is_plain_gradient_descent",
    "test_sgd_momentum::test_without_a_gradient_it_rolls_on",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    velocity = velocity - lr * grad
    return param + velocity, velocity
