"""returns the gradient in float32, whatever x is"""

from solutions.lab01_backprop import *

HINT = "How many digits does float32 keep, and how many has x?"
FAILS = [
    "test_numerical_gradient::test_float64_stays_float64",
]


def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape, np.float32)
    for place in np.ndindex(x.shape):
        kept = x[place]
        x[place] = kept + h
        above = f(x)
        x[place] = kept - h
        below = f(x)
        x[place] = kept
        gradient[place] = (above - below) / (2 * h)
    return gradient
