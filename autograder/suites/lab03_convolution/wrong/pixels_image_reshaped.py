"""reshapes the image to (pixels, C) without moving the channels first"""

from solutions.lab03_convolution import *

HINT = "In which order do the numbers of an image follow each other?"
FAILS = []


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w have different numbers of channels")
    out = x.reshape(x.shape[0], x.shape[2], x.shape[3], -1) @ w[:, :, 0, 0].T + b
    return out.transpose(0, 3, 1, 2), (x, w, 1, 0)
