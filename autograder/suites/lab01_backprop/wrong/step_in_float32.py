"""computes the step in float32, whatever param is"""

from solutions.lab01_backprop import *

HINT = "How many digits does float32 keep, and how many has param?"
FAILS = [
    "test_sgd_momentum::test_float64_stays_float64",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    velocity = (momentum * velocity - lr * grad).astype(np.float32)
    return (param + velocity).astype(np.float32), velocity
