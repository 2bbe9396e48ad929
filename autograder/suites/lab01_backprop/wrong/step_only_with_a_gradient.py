"""stays where it is where the gradient is 0"""

from solutions.lab01_backprop import *

HINT = "What does a ball do on level ground?"
FAILS = [
    "test_sgd_momentum::test_without_a_gradient_it_rolls_on",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    velocity = np.where(grad == 0, 0, momentum * velocity - lr * grad)
    return param + velocity, velocity
