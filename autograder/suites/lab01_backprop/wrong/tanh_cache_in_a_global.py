"""keeps out in a global variable instead of the cache"""

from solutions.lab01_backprop import *

HINT = "If a network has two layers with tanh, whose out is in your variable?"
FAILS = [
    "test_tanh::test_the_cache_belongs_to_its_forward",
]

last = {}


def tanh_forward(x):
    last["out"] = np.tanh(x)
    return last["out"], None


def tanh_backward(dout, cache):
    return dout * (1 - last["out"] ** 2)
