"""updates the caller's velocity in place"""

from solutions.lab01_backprop import *

HINT = "What does velocity *= momentum do to the array that the caller holds?"
FAILS = [
    "test_sgd_momentum::test_arguments_stay_as_they_are",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    velocity *= momentum
    velocity -= lr * grad
    return param + velocity, velocity
