"""Shifted images, one for every offset of the kernel, all in float64 whatever comes in; caches keep copies."""

import numpy as np


def conv_output_size(size, kernel, stride=1, padding=0):
    steps = (size + 2 * padding - kernel) // stride if stride > 0 else -1
    if steps < 0 or padding < 0:
        raise ValueError(f"a kernel of {kernel} cannot move over {size} pixels like this")
    return steps + 1


def same_padding(kernel):
    if kernel % 2 != 1:
        raise ValueError(f"{kernel} is not odd")
    return (kernel - 1) // 2


def shifted(padded, u, v, OH, OW, stride):
    """The pixel (u, v) of every window, as a view."""
    return padded[:, :, u : u + (OH - 1) * stride + 1 : stride, v : v + (OW - 1) * stride + 1 : stride]


def conv_forward(x, w, b, stride=1, padding=0):
    x, w, b = (np.array(a, dtype=np.float64) for a in (x, w, b))
    (N, C, H, W), (F, D, KH, KW) = x.shape, w.shape
    if C != D:
        raise ValueError(f"x has {C} channels, w has {D}")
    OH, OW = conv_output_size(H, KH, stride, padding), conv_output_size(W, KW, stride, padding)
    padded = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    padded[:, :, padding : H + padding, padding : W + padding] += x
    out = np.zeros((N, F, OH, OW))
    for u, v in np.ndindex(KH, KW):
        out += np.einsum("nchw,fc->nfhw", shifted(padded, u, v, OH, OW, stride), w[:, :, u, v])
    for f in range(F):
        out[:, f] += b[f]
    return out, ("conv", padded, w, stride, padding)


def conv_backward(dout, cache):
    _, padded, w, stride, padding = cache
    dout = np.array(dout, dtype=np.float64)
    KH, KW = w.shape[2:]
    OH, OW = dout.shape[2:]
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    for u, v in np.ndindex(KH, KW):
        dw[:, :, u, v] = np.einsum("nfhw,nchw->fc", dout, shifted(padded, u, v, OH, OW, stride))
        view = shifted(dpadded, u, v, OH, OW, stride)
        view += np.einsum("nfhw,fc->nchw", dout, w[:, :, u, v])
    if padding > 0:
        dpadded = dpadded[:, :, padding:-padding, padding:-padding]
    return dpadded, dw, dout.sum(axis=3).sum(axis=2).sum(axis=0)


def conv_forward_im2col(x, w, b, stride=1, padding=0):
    out, cache = conv_forward(x, w, b, stride, padding)
    _, padded, w, stride, padding = cache
    N, F, OH, OW = out.shape
    KH, KW = w.shape[2:]
    stacked = np.stack([shifted(padded, u, v, OH, OW, stride) for u, v in np.ndindex(KH, KW)], axis=2)
    columns = np.moveaxis(stacked, (0, 3, 4), (0, 1, 2)).reshape(N * OH * OW, -1)
    out = columns @ w.reshape(F, -1).T + np.asarray(b, np.float64)
    return np.moveaxis(out.reshape(N, OH, OW, F), -1, 1), cache


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels, w has {w.shape[1]}")
    x, w, b = (np.array(a, dtype=np.float64) for a in (x, w, b))
    out = np.moveaxis(np.moveaxis(x, 1, -1).dot(w[:, :, 0, 0].T) + b, -1, 1)
    return out, ("1x1", x, w, 1, 0)
