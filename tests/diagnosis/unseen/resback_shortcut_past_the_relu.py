LAB = "lab08_resnet"
MISTAKES = ["sends dout itself through the shortcut, without the mask of the last relu"]

from solutions.lab08_resnet import *


def residual_backward(dout, cache):
    cache1, pos1, cache2, cache_proj, pos_out = cache
    d = np.where(pos_out, dout, 0)
    d2, dw2, _ = conv_backward(d, cache2)
    d1, dw1, _ = conv_backward(np.where(pos1, d2, 0), cache1)
    if cache_proj is None:
        dw_proj = None
        dx = d1 + dout
    else:
        ds, dw_proj, _ = conv_backward(dout, cache_proj)
        dx = d1 + ds
    return dx, dw1, dw2, dw_proj
