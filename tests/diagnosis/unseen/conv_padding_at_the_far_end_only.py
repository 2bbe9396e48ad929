LAB = "lab03_convolution"
MISTAKES = [
    "puts the image into the upper left corner of the padded array, so that all zeros are below and at the right"
]

from solutions.lab03_convolution import *


def conv_forward(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, D, KH, KW = w.shape
    if D != C:
        raise ValueError("x and w have different channels")
    OH = conv_output_size(H, KH, stride, padding)
    OW = conv_output_size(W, KW, stride, padding)
    big = np.zeros((N, C, H + 2 * padding, W + 2 * padding), x.dtype)
    big[:, :, :H, :W] = x
    out = np.zeros((N, F, OH, OW), x.dtype)
    for f in range(F):
        out[:, f] += b[f]
        for c in range(C):
            for u in range(KH):
                for v in range(KW):
                    part = big[:, c, u : u + stride * (OH - 1) + 1 : stride, v : v + stride * (OW - 1) + 1 : stride]
                    out[:, f] += part * w[f, c, u, v]
    return out, (x, w, stride, padding)
