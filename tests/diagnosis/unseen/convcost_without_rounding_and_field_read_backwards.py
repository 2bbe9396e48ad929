LAB = "lab04_pooling"
MISTAKES = [
    "divides by the stride without rounding down, so that places that are not whole count in the multiply-adds",
    "applies the rule r = (r - 1) * stride + kernel from the first layer to the last, where it belongs the other way round",
]

from solutions.lab04_pooling import *


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    c, h, w = input_shape
    kh, kw = as_pair(kernel)
    if padding < 0:
        raise ValueError("padding is negative")
    output_size(h + 2 * padding, kh, stride)
    output_size(w + 2 * padding, kw, stride)
    oh = (h + 2 * padding - kh) / stride + 1
    ow = (w + 2 * padding - kw) / stride + 1
    return filters * (c * kh * kw + 1), int(filters * oh * ow * c * kh * kw)


def receptive_field(layers):
    field = 1
    for kernel, stride in layers:
        if stride < 1:
            raise ValueError("a stride is smaller than 1")
        field = (field - 1) * stride + kernel
    return field
