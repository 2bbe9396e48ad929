"""looks ahead as Nesterov does: param + momentum * velocity - lr * grad with the new velocity"""

from solutions.lab01_backprop import *

HINT = "How often does momentum act before param moves?"
FAILS = [
    "test_sgd_momentum::test_param_moves_by_the_new_velocity",
    "test_sgd_momentum::test_three_steps_in_a_row",
    "test_sgd_momentum::test_without_a_gradient_it_rolls_on",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity - lr * grad
    return param + momentum * velocity - lr * grad, velocity
