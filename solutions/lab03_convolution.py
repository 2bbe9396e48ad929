"""Lab 3, convolution: sizes, forward and backward, as one matrix product (im2col), and as a linear layer over pixels.

What networks call a convolution is a cross-correlation: the kernel is not flipped. LeCun, Bottou, Bengio & Haffner
(1998), "Gradient-Based Learning Applied to Document Recognition"; sizes after Dumoulin & Visin (2016).

A cache is (x, w, stride, padding), whichever of the three forward functions made it: conv_backward takes them all.
"""

import numpy as np

Cache = tuple[np.ndarray, np.ndarray, int, int]


def conv_output_size(size: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    """Count the places at which a kernel fits along one axis.

        out = floor((size + 2 * padding - kernel) / stride) + 1      Dumoulin & Visin 2016, relationship 6

    size     length of the input along the axis, without its padding
    kernel   length of the kernel along the axis
    stride   step from one place to the next, at least 1
    padding  number of zeros added at each of the two ends, at least 0
    returns  an int
    raises   ValueError if stride < 1, if padding < 0, or if the kernel is larger than the padded input
    """
    if stride < 1:
        raise ValueError(f"stride {stride} is smaller than 1")
    if padding < 0:
        raise ValueError(f"padding {padding} is negative")
    padded = size + 2 * padding
    if kernel > padded:
        raise ValueError(f"kernel {kernel} is larger than the padded input {padded}")
    return (padded - kernel) // stride + 1


def same_padding(kernel: int) -> int:
    """Find the padding with which a convolution of stride 1 keeps the size of its input.

        padding = (kernel - 1) / 2      Dumoulin & Visin 2016, relationship 3

    kernel   length of the kernel along the axis, odd
    returns  an int
    raises   ValueError if the kernel is even: no padding that is equal at both ends keeps the size
    """
    if kernel % 2 == 0:
        raise ValueError(f"kernel {kernel} is even, expected an odd one")
    return (kernel - 1) // 2


def conv_forward(
    x: np.ndarray, w: np.ndarray, b: np.ndarray, stride: int = 1, padding: int = 0
) -> tuple[np.ndarray, "Cache"]:
    """Slide F kernels over a batch of images that are padded with zeros on all four sides.

        out[n, f, i, j] = b[f] + sum over c, u, v of  xp[n, c, i * stride + u, j * stride + v] * w[f, c, u, v]

    xp is x with its padding. The kernel is not flipped: mathematicians call this a cross-correlation
    (Goodfellow et al. 2016, equation 9.6).

    x                (N, C, H, W)  float32 or float64
    w                (F, C, KH, KW)  one kernel for each output channel
    b                (F,)  one number for each output channel
    stride, padding  ints, the same along both axes
    returns          out (N, F, OH, OW), where OH and OW are those of conv_output_size, and a cache of
                     your own making for conv_backward; no argument is changed
    raises           ValueError if x and w differ in C, and whatever conv_output_size refuses
    """
    N, _, H, W = x.shape
    F, _, KH, KW = w.shape
    _check_channels(x, w)
    OH, OW = conv_output_size(H, KH, stride, padding), conv_output_size(W, KW, stride, padding)
    xp = _pad(x, padding)
    out = np.empty((N, F, OH, OW), np.result_type(x, w))
    for i in range(OH):
        for j in range(OW):
            top, left = i * stride, j * stride
            window = xp[:, :, top : top + KH, left : left + KW]  # (N, C, KH, KW)
            out[:, :, i, j] = np.tensordot(window, w, ((1, 2, 3), (1, 2, 3))) + b  # (N, F)
    return out, (x, w, stride, padding)


def conv_backward(dout: np.ndarray, cache: "Cache") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradient of the loss L back from out to x, w and b.

        dxp[n, c, i * stride + u, j * stride + v] += dout[n, f, i, j] * w[f, c, u, v]  for all f, i, j, u, v
        dw[f, c, u, v] = sum over n, i, j of  dout[n, f, i, j] * xp[n, c, i * stride + u, j * stride + v]
        db[f]          = sum over n, i, j of  dout[n, f, i, j]

    dx is dxp without its padding (Goodfellow et al. 2016, section 9.5). Pixels that no window covers
    have gradient 0.

    dout     (N, F, OH, OW)  dL/dout, the gradient that arrives from above
    cache    what conv_forward returned
    returns  dx (N, C, H, W), dw (F, C, KH, KW), db (F,); no argument is changed
    """
    x, w, stride, padding = cache
    H, W = x.shape[2:]
    KH, KW = w.shape[2:]
    OH, OW = dout.shape[2:]
    xp = _pad(x, padding)
    dxp = np.zeros(xp.shape, np.result_type(dout, w))
    dw = np.empty(w.shape, np.result_type(dout, x))
    for u in range(KH):
        for v in range(KW):
            # The pixels that meet w[:, :, u, v], one for each window: (N, C, OH, OW).
            rows, columns = slice(u, u + stride * OH, stride), slice(v, v + stride * OW, stride)
            dw[:, :, u, v] = np.tensordot(dout, xp[:, :, rows, columns], ((0, 2, 3), (0, 2, 3)))
            dxp[:, :, rows, columns] += np.tensordot(dout, w[:, :, u, v], (1, 0)).transpose(0, 3, 1, 2)
    dx = dxp[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))


def conv_forward_im2col(
    x: np.ndarray, w: np.ndarray, b: np.ndarray, stride: int = 1, padding: int = 0
) -> tuple[np.ndarray, "Cache"]:
    """Compute what conv_forward computes, with one matrix product in place of loops over the windows.

        out = columns @ W + b      Chellapilla, Puri & Simard 2006

    A row of columns (N * OH * OW, C * KH * KW) is a window, flattened; a column of W (C * KH * KW, F)
    is a kernel.

    x                (N, C, H, W)  float32 or float64
    w                (F, C, KH, KW)
    b                (F,)
    stride, padding  ints, the same along both axes
    returns          out (N, F, OH, OW) and a cache that your conv_backward takes; no argument is changed
    raises           ValueError if x and w differ in C, and whatever conv_output_size refuses
    """
    N, _, H, W = x.shape
    F, _, KH, KW = w.shape
    _check_channels(x, w)
    OH, OW = conv_output_size(H, KH, stride, padding), conv_output_size(W, KW, stride, padding)
    out = im2col(x, KH, KW, stride, padding) @ w.reshape(F, -1).T + b  # (N * OH * OW, F)
    return out.reshape(N, OH, OW, F).transpose(0, 3, 1, 2), (x, w, stride, padding)


def conv_1x1(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, "Cache"]:
    """Apply one linear layer to the C values of every pixel.

        out[n, f, i, j] = b[f] + sum over c of  x[n, c, i, j] * w[f, c, 0, 0]      Lin, Chen & Yan 2013

    This is a convolution with kernels of one pixel, stride 1 and padding 0.

    x        (N, C, H, W)  float32 or float64
    w        (F, C, 1, 1)
    b        (F,)
    returns  out (N, F, H, W) and a cache that your conv_backward takes; no argument is changed
    raises   ValueError if x and w differ in C
    """
    _check_channels(x, w)
    out = x.transpose(0, 2, 3, 1) @ w[:, :, 0, 0].T + b  # (N, H, W, F)
    return out.transpose(0, 3, 1, 2), (x, w, 1, 0)


def im2col(x: np.ndarray, KH: int, KW: int, stride: int, padding: int) -> np.ndarray:
    """Lay every window of x (N, C, H, W), flattened, into a row of a matrix (N * OH * OW, C * KH * KW)."""
    windows = np.lib.stride_tricks.sliding_window_view(_pad(x, padding), (KH, KW), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]  # (N, C, OH, OW, KH, KW), still a view of x
    return windows.transpose(0, 2, 3, 1, 4, 5).reshape(-1, x.shape[1] * KH * KW)


def _pad(x: np.ndarray, padding: int) -> np.ndarray:
    """Return a copy of x with zeros around its last two axes."""
    return np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def _check_channels(x: np.ndarray, w: np.ndarray) -> None:
    """Raise ValueError if the kernels do not have the channels of x."""
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels, w expects {w.shape[1]}")
