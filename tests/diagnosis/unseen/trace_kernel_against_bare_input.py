LAB = "lab06_lenet"
MISTAKES = ["compares the kernel with the input without its padding, and so refuses rows that fit"]

from solutions.lab06_lenet import *


def shape_trace(rows, input_shape):
    result = []
    shape = tuple(input_shape)
    for row in rows:
        name, kind, channels, k, s, p, act = row
        if kind == "linear":
            d = 1
            for n in shape:
                d *= n
            result.append((name, (channels,), (d + 1) * channels))
            shape = (channels,)
            continue
        c, h, w = shape
        if k > h or k > w:
            raise ValueError(f"{name}: the kernel {k} is larger than {h} x {w}")
        if p is None:
            p = 0
        h = (h + 2 * p - k) // s + 1
        w = (w + 2 * p - k) // s + 1
        if kind == "conv":
            result.append((name, (channels, h, w), channels * (c * k * k + 1)))
            shape = (channels, h, w)
        else:
            result.append((name, (c, h, w), 0))
            shape = (c, h, w)
    return result
