"""Explicit loops over samples, filters and places; a dict for a cache."""

import numpy as np


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1 or padding < 0 or kernel > size + 2 * padding:
        raise ValueError("these numbers do not fit")
    places, start = 0, -padding
    while start + kernel <= size + padding:
        places += 1
        start += stride
    return places


def same_padding(kernel):
    padding = 0
    while 2 * padding + 1 < kernel:
        padding += 1
    if 2 * padding + 1 != kernel:
        raise ValueError(f"no padding fits a kernel of {kernel}")
    return padding


def conv_forward(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, C_of_w, KH, KW = w.shape
    if C != C_of_w:
        raise ValueError(f"{C} channels, but the kernel has {C_of_w}")
    OH = conv_output_size(H, KH, stride, padding)
    OW = conv_output_size(W, KW, stride, padding)
    padded = np.zeros((N, C, H + 2 * padding, W + 2 * padding), dtype=x.dtype)
    padded[:, :, padding : padding + H, padding : padding + W] = x
    out = np.zeros((N, F, OH, OW), dtype=x.dtype)
    for n in range(N):
        for f in range(F):
            for i in range(OH):
                for j in range(OW):
                    top, left = i * stride, j * stride
                    out[n, f, i, j] = np.sum(padded[n, :, top : top + KH, left : left + KW] * w[f]) + b[f]
    return out, {"padded": padded, "w": w, "stride": stride, "padding": padding, "shape": x.shape}


def conv_backward(dout, cache):
    padded, w, stride, padding = cache["padded"], cache["w"], cache["stride"], cache["padding"]
    N, _, H, W = cache["shape"]
    F, _, KH, KW = w.shape
    dpadded, dw, db = np.zeros_like(padded), np.zeros_like(w), np.zeros(F, dtype=dout.dtype)
    for n in range(N):
        for f in range(F):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    window = (slice(None), slice(i * stride, i * stride + KH), slice(j * stride, j * stride + KW))
                    dw[f] += dout[n, f, i, j] * padded[n][window]
                    dpadded[n][window] += dout[n, f, i, j] * w[f]
                    db[f] += dout[n, f, i, j]
    return dpadded[:, :, padding : padding + H, padding : padding + W], dw, db


def conv_forward_im2col(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, C_of_w, KH, KW = w.shape
    if C != C_of_w:
        raise ValueError(f"{C} channels, but the kernel has {C_of_w}")
    OH = conv_output_size(H, KH, stride, padding)
    OW = conv_output_size(W, KW, stride, padding)
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    rows = []
    for n in range(N):
        for top in range(0, OH * stride, stride):
            for left in range(0, OW * stride, stride):
                rows.append(padded[n, :, top : top + KH, left : left + KW].flatten())
    product = np.array(rows) @ w.reshape(F, C * KH * KW).T + b
    out = product.reshape(N, OH, OW, F).transpose(0, 3, 1, 2)
    return out, {"padded": padded, "w": w, "stride": stride, "padding": padding, "shape": x.shape}


def conv_1x1(x, w, b):
    N, C, H, W = x.shape
    F = w.shape[0]
    if w.shape[1] != C:
        raise ValueError(f"{C} channels, but the kernel has {w.shape[1]}")
    out = np.zeros((N, F, H, W), dtype=x.dtype)
    for i in range(H):
        for j in range(W):
            out[:, :, i, j] = x[:, :, i, j].dot(w[:, :, 0, 0].T) + b
    return out, {"padded": x, "w": w, "stride": 1, "padding": 0, "shape": x.shape}
