"""returns vectors, whatever the shape of param"""

from solutions.lab01_backprop import *

HINT = "Which shape must the new param have?"
FAILS = [
    "test_sgd_momentum::test_shapes",
    "test_sgd_momentum::test_memory_layout_does_not_matter",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    velocity = (momentum * velocity - lr * grad).ravel()
    return param.ravel() + velocity, velocity
