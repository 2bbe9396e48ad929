LAB = "lab03_convolution"
MISTAKES = ["flips the kernel in both directions before it slides it, as in mathematics"]

from solutions.lab03_convolution import *


def conv_forward(x, w, b, stride=1, padding=0):
    n, c, h, wd = x.shape
    f, c2, kh, kw = w.shape
    if c != c2:
        raise ValueError(f"{c} channels in x, {c2} in w")
    oh = conv_output_size(h, kh, stride, padding)
    ow = conv_output_size(wd, kw, stride, padding)
    xp = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    kernel = w[:, :, ::-1, ::-1]
    out = np.zeros((n, f, oh, ow), x.dtype)
    for i in range(oh):
        for j in range(ow):
            win = xp[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[:, :, i, j] = np.einsum("ncuv,fcuv->nf", win, kernel) + b
    return out, (x, w, stride, padding)
