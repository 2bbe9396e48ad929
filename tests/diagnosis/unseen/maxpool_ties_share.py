LAB = "lab04_pooling"
MISTAKES = ["divides the gradient of a window among all values that equal the maximum"]

from solutions.lab04_pooling import *


def max_pool_forward(x, kernel, stride):
    KH, KW = as_pair(kernel)
    OH, OW = output_size(x.shape[2], KH, stride), output_size(x.shape[3], KW, stride)
    out = np.array(
        [
            [x[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW].max(axis=(2, 3)) for j in range(OW)]
            for i in range(OH)
        ]
    ).transpose(2, 3, 0, 1)
    return out, (x.copy(), KH, KW, stride)


def max_pool_backward(dout, cache):
    x, KH, KW, stride = cache
    dx = np.zeros(x.shape, dout.dtype)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            a, b = slice(i * stride, i * stride + KH), slice(j * stride, j * stride + KW)
            window = x[:, :, a, b]
            mask = window == window.max(axis=(2, 3), keepdims=True)
            share = mask / mask.sum(axis=(2, 3), keepdims=True)
            dx[:, :, a, b] += (share * dout[:, :, i, j][:, :, None, None]).astype(dout.dtype)
    return dx
