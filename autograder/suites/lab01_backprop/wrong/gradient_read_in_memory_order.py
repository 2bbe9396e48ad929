"""reads the velocity in the order in which it lies in memory"""

from solutions.lab01_backprop import *

HINT = "Does ravel(order='K') visit the numbers row by row?"
FAILS = [
    "test_sgd_momentum::test_memory_layout_does_not_matter",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity.ravel(order="K").reshape(velocity.shape) - lr * grad
    return param + velocity, velocity
