"""steps back by adding h, so that x comes back only up to rounding"""

from solutions.lab01_backprop import *

HINT = "Is x + h - h always x in floating point? Could you keep the old number?"
FAILS = [
    "test_numerical_gradient::test_x_is_restored",
]


def numerical_gradient(f, x, h=1e-5):
    slopes = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        kept = x[place]
        x[place] += h
        above = f(x)
        x[place] -= 2 * h
        below = f(x)
        x[place] += h
        slopes[place] = (above - below) / (2 * h)
    return slopes
