"""fills the gradient in the order in which x lies in memory"""

from solutions.lab01_backprop import *

HINT = "In which order does reshape read, and in which does your loop write?"
FAILS = [
    "test_numerical_gradient::test_memory_layout_does_not_matter",
]


def numerical_gradient(f, x, h=1e-5):
    gradient = []
    for number in np.nditer(x, op_flags=["readwrite"], order="K"):
        kept = float(number)
        number[...] = kept + h
        above = f(x)
        number[...] = kept - h
        below = f(x)
        number[...] = kept
        gradient.append((above - below) / (2 * h))
    return np.array(gradient, x.dtype).reshape(x.shape)
