LAB = "lab07_alexnet"
MISTAKES = ["counts the additions of the biases as multiply-adds, in convolutions and linear rows"]

from solutions.lab07_alexnet import *


def cost_trace(rows, input_shape):
    out = []
    shape, r, jump = tuple(input_shape), 1, 1
    for name, kind, channels, kernel, stride, padding, _ in rows:
        params, macs = 0, 0
        if kind == "linear":
            params = channels * (math.prod(shape) + 1)
            macs = params
            if len(shape) == 3:
                r += (max(shape[1], shape[2]) - 1) * jump
            shape = (channels,)
        elif kind in ("conv", "max_pool", "avg_pool"):
            C, H, W = shape
            p = padding or 0
            if kernel > H + 2 * p or kernel > W + 2 * p:
                raise ValueError(f"{name}: kernel larger than input")
            OH, OW = (H + 2 * p - kernel) // stride + 1, (W + 2 * p - kernel) // stride + 1
            if kind == "conv":
                params = channels * (C * kernel * kernel + 1)
                macs = params * OH * OW
                C = channels
            r += (kernel - 1) * jump
            jump *= stride
            shape = (C, OH, OW)
        out.append((name, shape, params, macs, r))
    return out
