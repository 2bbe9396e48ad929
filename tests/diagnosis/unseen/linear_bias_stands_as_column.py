LAB = "lab01_backprop"
MISTAKES = ["reshapes the bias to a column, so that it is added by sample and not by unit (or does not fit)"]

from solutions.lab01_backprop import *


def linear_forward(x, w, b):
    out = np.einsum("nd,dm->nm", x, w)
    out = out + b.reshape(-1, 1)
    return out, (x, w)
