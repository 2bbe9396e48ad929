LAB = "lab03_convolution"
MISTAKES = ["cuts the padding off with [padding:-padding], which leaves nothing when the padding is 0"]

from solutions.lab03_convolution import *


def conv_backward(dout, cache):
    x, w, stride, padding = cache
    KH, KW = w.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dxp = np.zeros_like(xp)
    dw = np.zeros_like(w)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            t, l = i * stride, j * stride
            g = dout[:, :, i, j]
            dw += np.einsum("nf,ncuv->fcuv", g, xp[:, :, t : t + KH, l : l + KW])
            dxp[:, :, t : t + KH, l : l + KW] += np.einsum("nf,fcuv->ncuv", g, w)
    return dxp[:, :, padding:-padding, padding:-padding], dw, dout.sum((0, 2, 3))
