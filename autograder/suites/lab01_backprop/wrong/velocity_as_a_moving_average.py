"""weighs the gradient with 1 - momentum: a moving average"""

from solutions.lab01_backprop import *

HINT = "Which factor stands before the gradient in the formula?"
FAILS = [
    "test_sgd_momentum::test_velocity_keeps_its_share_and_gains_the_step",
    "test_sgd_momentum::test_param_moves_by_the_new_velocity",
    "test_sgd_momentum::test_three_steps_in_a_row",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity - (1 - momentum) * lr * grad
    return param + velocity, velocity
