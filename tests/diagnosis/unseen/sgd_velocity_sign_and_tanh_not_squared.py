LAB = "lab01_backprop"
MISTAKES = [
    "adds lr * grad to the velocity, so that it climbs",
    "multiplies by 1 - tanh instead of 1 - tanh squared",
]

from solutions.lab01_backprop import *


def sgd_momentum(param, grad, velocity, lr, momentum):
    v = velocity * momentum + grad * lr
    return param + v, v


def tanh_backward(dout, cache):
    return dout * (1 - cache)
