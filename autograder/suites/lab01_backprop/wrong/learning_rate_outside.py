"""keeps lr out of the velocity and multiplies by it in the step, as some libraries do"""

from solutions.lab01_backprop import *

HINT = "Does lr stand in the velocity, or in the step?"
FAILS = [
    "test_sgd_momentum::test_velocity_keeps_its_share_and_gains_the_step",
    "test_sgd_momentum::test_param_moves_by_the_new_velocity",
    "test_sgd_momentum::test_three_steps_in_a_row",
    "test_sgd_momentum::test_without_a_gradient_it_rolls_on",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity - grad
    return param + lr * velocity, velocity
