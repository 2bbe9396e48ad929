LAB = "lab01_backprop"
MISTAKES = ["computes tanh literally from e^x and e^-x, which overflow to nan for large numbers"]

from solutions.lab01_backprop import *


def tanh_forward(x):
    up = np.exp(x)
    down = np.exp(-x)
    t = (up - down) / (up + down)
    return t, t
