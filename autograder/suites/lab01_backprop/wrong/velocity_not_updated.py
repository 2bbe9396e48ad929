"""moves param rightly, but returns the velocity that it was given"""

from solutions.lab01_backprop import *

HINT = "What does the next step start from?"
FAILS = [
    "test_sgd_momentum::test_velocity_keeps_its_share_and_gains_the_step",
    "test_sgd_momentum::test_three_steps_in_a_row",
    "test_sgd_momentum::test_without_a_gradient_it_rolls_on",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    return param + momentum * velocity - lr * grad, velocity
