LAB = "lab03_convolution"
MISTAKES = ["reshapes the rows of the product straight to (N, F, OH, OW), without bringing the axes into that order"]

from solutions.lab03_convolution import *


def conv_forward_im2col(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, C2, KH, KW = w.shape
    if C2 != C:
        raise ValueError("number of channels")
    OH = conv_output_size(H, KH, stride, padding)
    OW = conv_output_size(W, KW, stride, padding)
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows = []
    for n in range(N):
        for i in range(OH):
            for j in range(OW):
                rows.append(xp[n, :, i * stride : i * stride + KH, j * stride : j * stride + KW].ravel())
    cols = np.array(rows)
    out = np.dot(cols, w.reshape(F, C * KH * KW).T) + b
    return out.reshape(N, F, OH, OW), (x, w, stride, padding)
