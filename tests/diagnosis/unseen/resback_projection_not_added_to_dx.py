LAB = "lab08_resnet"
MISTAKES = ["computes dw_proj but leaves the share of a projection out of dx"]

from solutions.lab08_resnet import *


def residual_backward(dout, cache):
    c1, m1, c2, cp, m2 = cache
    dtotal = dout * m2
    dh, dw2, _ = conv_backward(dtotal, c2)
    dx, dw1, _ = conv_backward(dh * m1, c1)
    dw_proj = None
    if cp is not None:
        _, dw_proj, _ = conv_backward(dtotal, cp)
    else:
        dx = dx + dtotal
    return dx, dw1, dw2, dw_proj
