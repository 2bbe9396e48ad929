"""multiplies the caller's gradient by lr"""

from solutions.lab01_backprop import *

HINT = "What does grad *= lr do to the array that the caller holds?"
FAILS = [
    "test_sgd_momentum::test_arguments_stay_as_they_are",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    grad *= lr
    velocity = momentum * velocity - grad
    return param + velocity, velocity
