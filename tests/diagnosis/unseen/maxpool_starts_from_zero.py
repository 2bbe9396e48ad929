LAB = "lab04_pooling"
MISTAKES = ["starts the running maximum at 0, so that windows of negative numbers give 0"]

from solutions.lab04_pooling import *


def max_pool_forward(x, kernel, stride):
    KH, KW = (kernel, kernel) if isinstance(kernel, int) else kernel
    N, C, H, W = x.shape
    if stride < 1 or KH > H or KW > W:
        raise ValueError("window or stride impossible")
    OH, OW = (H - KH) // stride + 1, (W - KW) // stride + 1
    out = np.zeros((N, C, OH, OW), dtype=x.dtype)
    for k in range(KH):
        for m in range(KW):
            out = np.maximum(
                out, x[:, :, k : k + stride * (OH - 1) + 1 : stride, m : m + stride * (OW - 1) + 1 : stride]
            )
    return out, (x, out, KH, KW, stride)


def max_pool_backward(dout, cache):
    x, out, KH, KW, stride = cache
    dx = np.zeros(x.shape, dtype=dout.dtype)
    N, C, OH, OW = dout.shape
    for i in range(OH):
        for j in range(OW):
            window = x[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            first = window.reshape(N, C, KH * KW).argmax(axis=2)
            for n in range(N):
                for c in range(C):
                    r, s = divmod(first[n, c], KW)
                    dx[n, c, i * stride + r, j * stride + s] += dout[n, c, i, j]
    return dx
