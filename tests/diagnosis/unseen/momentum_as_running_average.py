LAB = "lab01_backprop"
MISTAKES = ["weighs the gradient with 1 - momentum, as in a running average"]

from solutions.lab01_backprop import *


def sgd_momentum(param, grad, velocity, lr, momentum):
    new_velocity = momentum * velocity - (1 - momentum) * lr * grad
    new_param = param + new_velocity
    return new_param, new_velocity
