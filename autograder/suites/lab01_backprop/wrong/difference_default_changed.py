"""takes h as 1e-3 when it is left out"""

from solutions.lab01_backprop import *

HINT = "Which default does the signature give?"
FAILS = [
    "test_numerical_gradient::test_the_step_is_1e_5_by_default",
]


def numerical_gradient(f, x, h=1e-3):
    slopes = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        kept = x[place]
        x[place] = kept + h
        above = f(x)
        x[place] = kept - h
        below = f(x)
        x[place] = kept
        slopes[place] = (above - below) / (2 * h)
    return slopes
