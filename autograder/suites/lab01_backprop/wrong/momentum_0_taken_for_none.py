"""takes a momentum of 0 as left out, and uses 0.9"""

from solutions.lab01_backprop import *

HINT = "Is 0 true or false in Python?"
FAILS = [
    "test_sgd_momentum::test_without_momentum_it_is_plain_gradient_descent",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    velocity = (momentum or 0.9) * velocity - lr * grad
    return param + velocity, velocity
