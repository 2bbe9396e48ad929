"""Explicit loops, one number at a time; the first of equal maxima gets the gradient; caches are dicts."""

import numpy as np


def sizes(x, kernel, stride):
    KH, KW = kernel if type(kernel) is not int else [kernel] * 2
    H, W = x.shape[2:]
    if stride <= 0 or H < KH or W < KW:
        raise ValueError("no window fits")
    return KH, KW, 1 + (H - KH) // stride, 1 + (W - KW) // stride


def max_pool_forward(x, kernel, stride):
    KH, KW, OH, OW = sizes(x, kernel, stride)
    N, C = x.shape[:2]
    out, rows, columns = np.empty((N, C, OH, OW), x.dtype), {}, {}
    for n in range(N):
        for c in range(C):
            for i in range(OH):
                for j in range(OW):
                    best = -np.inf
                    for h in range(i * stride, i * stride + KH):
                        for w in range(j * stride, j * stride + KW):
                            if x[n, c, h, w] > best:
                                best = x[n, c, h, w]
                                rows[n, c, i, j], columns[n, c, i, j] = h, w
                    out[n, c, i, j] = best
    return out, {"shape": x.shape, "rows": rows, "columns": columns}


def max_pool_backward(dout, cache):
    dx = np.zeros(cache["shape"], dout.dtype)
    for (n, c, i, j), h in cache["rows"].items():
        dx[n, c, h, cache["columns"][n, c, i, j]] += dout[n, c, i, j]
    return dx


def avg_pool_forward(x, kernel, stride):
    KH, KW, OH, OW = sizes(x, kernel, stride)
    N, C = x.shape[:2]
    out = np.zeros((N, C, OH, OW), x.dtype)
    for n in range(N):
        for c in range(C):
            for i in range(OH):
                for j in range(OW):
                    for k in range(KH):
                        for l in range(KW):
                            out[n, c, i, j] += x[n, c, i * stride + k, j * stride + l] / (KH * KW)
    return out, {"shape": x.shape, "window": (KH, KW), "stride": stride}


def avg_pool_backward(dout, cache):
    (KH, KW), stride = cache["window"], cache["stride"]
    dx = np.zeros(cache["shape"], dout.dtype)
    for n, c, i, j in np.ndindex(*dout.shape):
        for k in range(KH):
            for l in range(KW):
                dx[n, c, i * stride + k, j * stride + l] += dout[n, c, i, j] / (KH * KW)
    return dx


def global_avg_pool_forward(x):
    N, C, H, W = x.shape
    out = np.zeros((N, C, 1, 1), x.dtype)
    for n in range(N):
        for c in range(C):
            for h in range(H):
                for w in range(W):
                    out[n, c, 0, 0] += x[n, c, h, w]
    return out / (H * W), x.shape


def global_avg_pool_backward(dout, cache):
    N, C, H, W = cache
    dx = np.empty((N, C, H, W), dout.dtype)
    for n in range(N):
        for c in range(C):
            dx[n, c] = dout[n, c, 0, 0] / (H * W)
    return dx


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    C, H, W = input_shape
    KH, KW = kernel if type(kernel) is not int else [kernel] * 2
    if stride <= 0 or padding < 0 or H + 2 * padding < KH or W + 2 * padding < KW:
        raise ValueError("no window fits")
    multiply_adds = 0
    h = 0
    while h + KH <= H + 2 * padding:
        w = 0
        while w + KW <= W + 2 * padding:
            multiply_adds += filters * C * KH * KW
            w += stride
        h += stride
    return filters * (C * KH * KW + 1), multiply_adds


def receptive_field(layers):
    seen = {0}
    for kernel, stride in layers[::-1]:
        if stride < 1:
            raise ValueError("a stride below 1")
        seen = range(min(seen) * stride, max(seen) * stride + kernel)
    return len(seen)


def compose_kernels(w1, w2):
    F1, C, KH1, KW1 = w1.shape
    F2, K, KH2, KW2 = w2.shape
    if K != F1:
        raise ValueError("channels do not match")
    w = np.zeros((F2, C, KH1 + KH2 - 1, KW1 + KW2 - 1), w1.dtype)
    for g in range(F2):
        for f in range(F1):
            for c in range(C):
                for k in range(KH2):
                    for l in range(KW2):
                        w[g, c, k : k + KH1, l : l + KW1] += w1[f, c] * w2[g, f, k, l]
    return w
