"""adds the velocity to the caller's param"""

from solutions.lab01_backprop import *

HINT = "What does param += velocity do to the array that the caller holds?"
FAILS = [
    "test_sgd_momentum::test_arguments_stay_as_they_are",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity - lr * grad
    param += velocity
    return param, velocity
