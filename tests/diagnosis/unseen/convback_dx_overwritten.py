LAB = "lab03_convolution"
MISTAKES = [
    "assigns the gradient of each window to dx in place of adding it, so that overlapping windows erase each other"
]

from solutions.lab03_convolution import *


def conv_backward(dout, cache):
    x, w, stride, padding = cache
    N, C, H, W = x.shape
    F, _, KH, KW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dxp = np.zeros_like(xp)
    dw = np.zeros_like(w)
    db = dout.sum(axis=3).sum(axis=2).sum(axis=0)
    OH, OW = dout.shape[2], dout.shape[3]
    for i in range(OH):
        for j in range(OW):
            rows = slice(i * stride, i * stride + KH)
            cols = slice(j * stride, j * stride + KW)
            for f in range(F):
                dw[f] += (dout[:, f, i, j][:, None, None, None] * xp[:, :, rows, cols]).sum(axis=0)
            dxp[:, :, rows, cols] = np.tensordot(dout[:, :, i, j], w, axes=1)
    return dxp[:, :, padding : padding + H, padding : padding + W], dw, db
