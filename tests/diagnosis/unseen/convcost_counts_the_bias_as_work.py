LAB = "lab04_pooling"
MISTAKES = ["counts the bias among the multiply-adds of every output number"]

from solutions.lab04_pooling import *


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    C, H, W = input_shape
    KH, KW = (kernel, kernel) if isinstance(kernel, int) else kernel
    if padding < 0 or stride < 1:
        raise ValueError("padding or stride")
    if KH > H + 2 * padding or KW > W + 2 * padding:
        raise ValueError("kernel too large")
    OH = (H + 2 * padding - KH) // stride + 1
    OW = (W + 2 * padding - KW) // stride + 1
    per_filter = C * KH * KW + 1
    return filters * per_filter, filters * OH * OW * per_filter
