LAB = "lab03_convolution"
MISTAKES = ["puts the kernel without its last two axes into the cache, with which conv_backward cannot work"]

from solutions.lab03_convolution import *


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w disagree")
    w = w[:, :, 0, 0]
    out = np.einsum("nchw,fc->nfhw", x, w) + b[None, :, None, None]
    return out, (x, w, 1, 0)
