LAB = "lab04_pooling"
MISTAKES = [
    "splits the number of the winner by the height of the window instead of its width when it looks for row and column"
]

from solutions.lab04_pooling import *


def max_pool_forward(x, kernel, stride):
    kh, kw = as_pair(kernel)
    n, c, h, w = x.shape
    oh, ow = output_size(h, kh, stride), output_size(w, kw, stride)
    out = np.zeros((n, c, oh, ow), x.dtype)
    where = np.zeros((n, c, oh, ow), int)
    for i in range(oh):
        for j in range(ow):
            flat = x[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw].reshape(n, c, -1)
            out[:, :, i, j] = flat.max(axis=-1)
            where[:, :, i, j] = flat.argmax(axis=-1)
    return out, {"where": where, "shape": x.shape, "kernel": (kh, kw), "stride": stride}


def max_pool_backward(dout, cache):
    kh, kw = cache["kernel"]
    s = cache["stride"]
    dx = np.zeros(cache["shape"], dout.dtype)
    for n, c, i, j in np.ndindex(*dout.shape):
        place = cache["where"][n, c, i, j]
        row, col = place // kh, place % kh
        dx[n, c, i * s + row, j * s + col] += dout[n, c, i, j]
    return dx
