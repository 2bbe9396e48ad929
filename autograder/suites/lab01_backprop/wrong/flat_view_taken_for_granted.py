"""moves the numbers of x.reshape(-1), which is a copy unless x lies in one piece"""

from solutions.lab01_backprop import *

HINT = "When does reshape return a view, and when a copy?"
FAILS = [
    "test_numerical_gradient::test_memory_layout_does_not_matter",
]


def numerical_gradient(f, x, h=1e-5):
    flat = x.reshape(-1)
    gradient = np.zeros(x.size, x.dtype)
    for i in range(flat.size):
        kept = flat[i]
        flat[i] = kept + h
        above = f(x)
        flat[i] = kept - h
        below = f(x)
        flat[i] = kept
        gradient[i] = (above - below) / (2 * h)
    return gradient.reshape(x.shape)
