"""Views of windows and einsum; backward as a convolution of the dilated dout with the flipped kernel."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride must be positive")
    if padding < 0:
        raise ValueError("padding must not be negative")
    if kernel > size + 2 * padding:
        raise ValueError("kernel does not fit")
    return (size + 2 * padding - kernel + stride) // stride


def same_padding(kernel):
    if kernel & 1:
        return kernel >> 1
    raise ValueError("only odd kernels keep the size")


def conv_forward(x, w, b, stride=1, padding=0):
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"{x.shape[1]} != {w.shape[1]}")
    for axis in (2, 3):
        conv_output_size(x.shape[axis], w.shape[axis], stride, padding)
    p = padding
    windows = sliding_window_view(np.pad(x, ((0, 0), (0, 0), (p, p), (p, p))), w.shape[2:], (2, 3))
    windows = windows[:, :, ::stride, ::stride]
    return np.einsum("ncijuv,fcuv->nfij", windows, w) + b[:, None, None], (x.shape, windows, w, stride, padding)


def conv_backward(dout, cache):
    shape, windows, w, stride, padding = cache
    N, _, H, W = shape
    F, _, KH, KW = w.shape
    # A number of dout at every place of stride 1, zeros between them, and KH - 1, KW - 1 zeros around all.
    spread = np.zeros((N, F, H + 2 * padding + KH - 1, W + 2 * padding + KW - 1), dout.dtype)
    OH, OW = dout.shape[2:]
    spread[:, :, KH - 1 :: stride, KW - 1 :: stride][:, :, :OH, :OW] = dout
    flipped = w[:, :, ::-1, ::-1]
    dpadded = np.einsum("nfijuv,fcuv->ncij", sliding_window_view(spread, (KH, KW), (2, 3)), flipped)
    dx = dpadded[:, :, padding : H + padding, padding : W + padding]
    return dx, np.einsum("ncijuv,nfij->fcuv", windows, dout), np.einsum("nfij->f", dout)


def conv_forward_im2col(x, w, b, stride=1, padding=0):
    _, cache = conv_forward(x, w, b, stride, padding)
    windows = cache[1]
    return np.tensordot(windows, w, ((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2) + b.reshape(1, -1, 1, 1), cache


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"{x.shape[1]} != {w.shape[1]}")
    out = np.einsum("nchw,fc->nfhw", x, w[:, :, 0, 0]) + b[:, None, None]
    return out, (x.shape, x[..., None, None], w, 1, 0)
