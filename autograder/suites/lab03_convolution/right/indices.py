"""Index arrays gather the pixels of every window; np.add.at scatters the gradients back; a list for a cache."""

import numpy as np


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride <= 0 or padding <= -1:
        raise ValueError("stride at least 1, padding at least 0")
    starts = range(0, size + 2 * padding - kernel + 1, stride)
    if not len(starts):
        raise ValueError("the kernel is too large")
    return len(starts)


def same_padding(kernel):
    if (kernel - 1) % 2:
        raise ValueError("not an odd kernel")
    return int((kernel - 1) / 2)


def indices(x, w, stride, padding):
    """Rows and columns (OH, OW, KH, KW) of the padded image."""
    if x.shape[1] != w.shape[1]:
        raise ValueError("channels")
    (H, W), (KH, KW) = x.shape[2:], w.shape[2:]
    OH, OW = conv_output_size(H, KH, stride, padding), conv_output_size(W, KW, stride, padding)
    rows = stride * np.arange(OH)[:, None, None, None] + np.arange(KH)[None, None, :, None]
    columns = stride * np.arange(OW)[None, :, None, None] + np.arange(KW)[None, None, None, :]
    return np.broadcast_arrays(rows, columns)


def conv_forward(x, w, b, stride=1, padding=0):
    rows, columns = indices(x, w, stride, padding)
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    gathered = padded[:, :, rows, columns]  # (N, C, OH, OW, KH, KW)
    out = np.tensordot(gathered, w, axes=([1, 4, 5], [1, 2, 3]))  # (N, OH, OW, F)
    return np.ascontiguousarray(np.moveaxis(out + b, 3, 1)), [gathered, w, rows, columns, padded.shape, padding]


def conv_backward(dout, cache):
    gathered, w, rows, columns, shape, padding = cache
    dgathered = np.tensordot(dout, w, axes=(1, 0)).transpose(0, 3, 1, 2, 4, 5)  # (N, C, OH, OW, KH, KW)
    dpadded = np.zeros(shape, dout.dtype)
    np.add.at(dpadded, (slice(None), slice(None), rows, columns), dgathered)
    dw = np.tensordot(dout, gathered, axes=([0, 2, 3], [0, 2, 3]))
    H, W = shape[2] - padding, shape[3] - padding
    return dpadded[:, :, padding:H, padding:W], dw, dout.sum((0, 2, 3))


def conv_forward_im2col(x, w, b, stride=1, padding=0):
    out, cache = conv_forward(x, w, b, stride, padding)
    N, F, OH, OW = out.shape
    patches = cache[0].transpose(1, 4, 5, 0, 2, 3).reshape(w[0].size, -1)  # a window in every column
    out = w.reshape(F, -1) @ patches + b[:, None]
    return out.reshape(F, N, OH, OW).swapaxes(0, 1), cache


def conv_1x1(x, w, b):
    N, C, H, W = x.shape
    rows, columns = indices(x, w, 1, 0)
    out = w[:, :, 0, 0] @ x.reshape(N, C, H * W) + b[:, None]
    return out.reshape(N, -1, H, W), [x[..., None, None], w, rows, columns, x.shape, 0]
