"""Lab 4, pooling and the arithmetic of convolutions: layers without weights, and what a network costs and sees.

Questions: max_pool_forward, max_pool_backward, avg_pool, global_avg_pool, conv_cost, receptive_field, compose_kernels.
Dumoulin & Visin (2016), "A guide to convolution arithmetic for deep learning", chapters 2 and 3.
"""

from collections.abc import Iterator, Sequence

import numpy as np

Kernel = int | tuple[int, int]
PoolCache = tuple[tuple[int, ...], Kernel, int]
MaxPoolCache = tuple[np.ndarray, tuple[int, ...], Kernel, int]


def as_pair(kernel: Kernel) -> tuple[int, int]:
    """Return height and width of a kernel: 3 is a square of 3 by 3."""
    return kernel if isinstance(kernel, tuple) else (kernel, kernel)


def output_size(size: int, kernel: int, stride: int) -> int:
    """Return how many windows fit along one axis, whose size counts the padding; a rest at its end stays unread."""
    if stride < 1:
        raise ValueError(f"stride is {stride}, expected at least 1")
    if kernel > size:
        raise ValueError(f"kernel {kernel} is larger than the padded input {size}")
    return (size - kernel) // stride + 1


def taps(shape: tuple[int, ...], kernel: Kernel, stride: int) -> Iterator[tuple[slice, slice]]:
    """Yield, for each place in the window, row by row, the rows and columns of x that it meets in all windows.

    x[:, :, rows, columns] has the shape of out: the values that this place of the window sees.
    """
    KH, KW = as_pair(kernel)
    OH, OW = output_size(shape[2], KH, stride), output_size(shape[3], KW, stride)
    for i in range(KH):
        for j in range(KW):
            yield slice(i, i + stride * OH, stride), slice(j, j + stride * OW, stride)


def max_pool_forward(x: np.ndarray, kernel: Kernel, stride: int) -> tuple[np.ndarray, "MaxPoolCache"]:
    """Keep the largest value of each window, channel by channel.

        out[n, c, i, j] = max over k < KH, l < KW of x[n, c, i * stride + k, j * stride + l]

    x        (N, C, H, W)  float32 or float64
    kernel   the window: an int for a square, or a pair (KH, KW)
    stride   an int: the step between windows in both directions; windows may overlap or leave gaps
    returns  out (N, C, OH, OW) of the dtype of x, OH = (H - KH) // stride + 1 and OW likewise,
             and a cache of your own making for max_pool_backward; x is not changed
    raises   ValueError if the kernel is larger than the input in either direction, or if stride < 1

    Dumoulin & Visin 2016, chapter 3.
    """
    seen = np.stack([x[:, :, rows, columns] for rows, columns in taps(x.shape, kernel, stride)])
    return seen.max(axis=0), (seen.argmax(axis=0), x.shape, kernel, stride)


def max_pool_backward(dout: np.ndarray, cache: "MaxPoolCache") -> np.ndarray:
    """Send each gradient to the place in x where its window's maximum came from.

        dx[n, c, h, w] = sum of dout[n, c, i, j] over all windows (i, j) whose maximum is x[n, c, h, w]

    If several values of one window are the maximum, the first of them (row by row) may get the
    window's gradient, or each of them: both are right.

    dout     (N, C, OH, OW)  dL/dout, the gradient that arrives from above
    cache    what max_pool_forward returned
    returns  dx (N, C, H, W) of the dtype of dout; neither argument is changed
    """
    first, shape, kernel, stride = cache
    dx = np.zeros(shape, dtype=dout.dtype)
    for place, (rows, columns) in enumerate(taps(shape, kernel, stride)):
        dx[:, :, rows, columns] += dout * (first == place)
    return dx


def avg_pool_forward(x: np.ndarray, kernel: Kernel, stride: int) -> tuple[np.ndarray, "PoolCache"]:
    """Average the values of each window, channel by channel.

        out[n, c, i, j] = 1 / (KH * KW) * sum over k < KH, l < KW of x[n, c, i * stride + k, j * stride + l]

    x        (N, C, H, W)  float32 or float64
    kernel   the window: an int for a square, or a pair (KH, KW)
    stride   an int: the step between windows in both directions; windows may overlap or leave gaps
    returns  out (N, C, OH, OW) of the dtype of x, OH = (H - KH) // stride + 1 and OW likewise,
             and a cache of your own making for avg_pool_backward; x is not changed
    raises   ValueError if the kernel is larger than the input in either direction, or if stride < 1

    Dumoulin & Visin 2016, chapter 3.
    """
    seen = np.stack([x[:, :, rows, columns] for rows, columns in taps(x.shape, kernel, stride)])
    return seen.mean(axis=0), (x.shape, kernel, stride)


def avg_pool_backward(dout: np.ndarray, cache: "PoolCache") -> np.ndarray:
    """Give each value of a window an equal share of the window's gradient.

        dx[n, c, h, w] = sum of dout[n, c, i, j] / (KH * KW) over all windows (i, j) that see x[n, c, h, w]

    dout     (N, C, OH, OW)  dL/dout, the gradient that arrives from above
    cache    what avg_pool_forward returned
    returns  dx (N, C, H, W) of the dtype of dout; neither argument is changed
    """
    shape, kernel, stride = cache
    KH, KW = as_pair(kernel)
    share = dout / (KH * KW)
    dx = np.zeros(shape, dtype=dout.dtype)
    for rows, columns in taps(shape, kernel, stride):
        dx[:, :, rows, columns] += share
    return dx


def global_avg_pool_forward(x: np.ndarray) -> tuple[np.ndarray, tuple[int, ...]]:
    """Average each channel over all its pixels.

        out[n, c, 0, 0] = 1 / (H * W) * sum over h, w of x[n, c, h, w]

    x        (N, C, H, W)  float32 or float64
    returns  out (N, C, 1, 1) of the dtype of x, and a cache of your own making for
             global_avg_pool_backward; x is not changed

    Lin, Chen & Yan 2013, "Network In Network", section 3.2.
    """
    return x.mean(axis=(2, 3), keepdims=True), x.shape


def global_avg_pool_backward(dout: np.ndarray, cache: tuple[int, ...]) -> np.ndarray:
    """Give each pixel of a channel an equal share of the channel's gradient.

        dx[n, c, h, w] = dout[n, c, 0, 0] / (H * W)

    dout     (N, C, 1, 1)  dL/dout, the gradient that arrives from above
    cache    what global_avg_pool_forward returned
    returns  dx (N, C, H, W) of the dtype of dout, a new array; neither argument is changed
    """
    _, _, H, W = cache
    return np.broadcast_to(dout / (H * W), cache).copy()


def conv_cost(
    input_shape: tuple[int, int, int], filters: int, kernel: Kernel, stride: int = 1, padding: int = 0
) -> tuple[int, int]:
    """Count the parameters of a convolution, and the multiply-adds it spends on one image.

        parameters    = F * (C * KH * KW + 1)            every filter has one bias
        multiply_adds = F * OH * OW * (C * KH * KW)      adding the bias is not counted

    input_shape      (C, H, W) of one image
    filters          F, the number of output channels
    kernel           an int for a square, or a pair (KH, KW)
    stride, padding  ints; the padding goes around all four sides
    returns          parameters, multiply_adds: two ints, with
                     OH = (H + 2 * padding - KH) // stride + 1 and OW likewise
    raises           ValueError if the kernel is larger than the padded input in either direction,
                     if stride < 1 or if padding < 0
    """
    if padding < 0:
        raise ValueError(f"padding is {padding}, expected at least 0")
    C, H, W = input_shape
    KH, KW = as_pair(kernel)
    OH, OW = output_size(H + 2 * padding, KH, stride), output_size(W + 2 * padding, KW, stride)
    weights = filters * C * KH * KW
    return weights + filters, weights * OH * OW


def receptive_field(layers: Sequence[tuple[int, int]]) -> int:
    """Measure how far one output of a stack of layers sees: its receptive field, along one axis.

        r = 1 + sum over layers l of (K_l - 1) * jump_l,   jump_l = product of the strides before layer l

    That is the number of input pixels from the first to the last that the output depends on.

    layers   a list of pairs (kernel, stride), both ints, the layer next to the input first;
             convolution and pooling layers count alike
    returns  r, an int; 1 for no layers at all
    raises   ValueError if a stride < 1

    Araujo, Norris & Sim 2019, "Computing Receptive Fields of Convolutional Neural Networks", equation 2.
    """
    field, jump = 1, 1
    for kernel, stride in layers:
        if stride < 1:
            raise ValueError(f"stride is {stride}, expected at least 1")
        field += (kernel - 1) * jump
        jump *= stride
    return field


def compose_kernels(w1: np.ndarray, w2: np.ndarray) -> np.ndarray:
    """Find the one kernel that does what two convolutions do, w1 first and then w2.

        conv(conv(x, w1), w2) = conv(x, w)      for every x; padding 0, stride 1, no bias

        conv(x, w)[n, f, i, j] = sum over c, k, l of x[n, c, i + k, j + l] * w[f, c, k, l]

    w1       (F1, C, KH1, KW1)   float32 or float64
    w2       (F2, F1, KH2, KW2)  of the dtype of w1
    returns  w (F2, C, KH1 + KH2 - 1, KW1 + KW2 - 1) of the same dtype; neither argument is changed
    raises   ValueError if w2 does not expect as many channels as w1 has filters
    """
    F1, C, KH1, KW1 = w1.shape
    F2, channels, KH2, KW2 = w2.shape
    if channels != F1:
        raise ValueError(f"w2 expects {channels} input channels, but w1 has {F1} filters")
    w = np.zeros((F2, C, KH1 + KH2 - 1, KW1 + KW2 - 1), dtype=np.result_type(w1, w2))
    for k in range(KH2):
        for m in range(KW2):
            w[:, :, k : k + KH1, m : m + KW1] += np.einsum("fg,gchw->fchw", w2[:, :, k, m], w1)
    return w
