"""broadcasts a single channel, and leaves out channels that do not match"""

from solutions.lab03_convolution import *

HINT = "Should an image of one channel go through kernels of four?"
FAILS = []


def conv_1x1(x, w, b):
    out = (x[:, None] * w[None]).sum(axis=2) + b.reshape(-1, 1, 1)
    return out, (x, w, 1, 0)
