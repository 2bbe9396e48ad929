LAB = "lab06_lenet"
MISTAKES = ["counts one input for each map in a linear row, and not for each pixel of each map"]

from solutions.lab06_lenet import *


def shape_trace(rows, input_shape):
    def size(n, k, s, p):
        return (n + 2 * p - k) // s + 1

    c, h, w = input_shape
    trace = []
    for name, kind, channels, kernel, stride, padding, _ in rows:
        if kind == "linear":
            params = channels * c + channels
            c = channels
            trace.append((name, (c,), params))
        else:
            pad = padding if padding else 0
            if min(h, w) + 2 * pad < kernel:
                raise ValueError("row " + name + ": kernel too large")
            h, w = size(h, kernel, stride, pad), size(w, kernel, stride, pad)
            params = 0
            if kind == "conv":
                params = channels * c * kernel**2 + channels
                c = channels
            trace.append((name, (c, h, w), params))
    return trace
