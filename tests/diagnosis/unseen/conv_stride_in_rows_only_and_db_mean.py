LAB = "lab03_convolution"
MISTAKES = [
    "steps along the columns by one pixel whatever the stride is",
    "averages db over the batch and adds up only rows and columns",
]

from solutions.lab03_convolution import *


def conv_forward(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, Cw, KH, KW = w.shape
    if C != Cw:
        raise ValueError("the channels differ")
    OH = conv_output_size(H, KH, stride, padding)
    OW = conv_output_size(W, KW, stride, padding)
    xp = np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2))
    out = np.empty((N, F, OH, OW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            window = xp[:, None, :, stride * i : stride * i + KH, j : j + KW]
            out[:, :, i, j] = (window * w).sum(axis=(2, 3, 4)) + b
    return out, (x, w, stride, padding)


def conv_backward(dout, cache):
    x, w, stride, padding = cache
    N, C, H, W = x.shape
    F, _, KH, KW = w.shape
    _, _, OH, OW = dout.shape
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dxp, dw = np.zeros_like(xp), np.zeros_like(w)
    for n in range(N):
        for f in range(F):
            for i in range(OH):
                for j in range(OW):
                    a, c = i * stride, j * stride
                    dw[f] += dout[n, f, i, j] * xp[n, :, a : a + KH, c : c + KW]
                    dxp[n, :, a : a + KH, c : c + KW] += dout[n, f, i, j] * w[f]
    db = np.array([dout[:, f].sum(axis=(1, 2)).mean() for f in range(F)])
    dx = dxp[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, db
