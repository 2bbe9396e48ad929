"""keeps x and w in a global variable instead of the cache"""

from solutions.lab01_backprop import *

HINT = "If a network has two linear layers, whose x is in your variable?"
FAILS = [
    "test_linear_backward::test_the_cache_belongs_to_its_forward",
]

last = {}


def linear_forward(x, w, b):
    last["x"], last["w"] = x, w
    return x @ w + b, None


def linear_backward(dout, cache):
    x, w = last["x"], last["w"]
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)
