LAB = "lab03_convolution"
MISTAKES = [
    "gives a padding for even kernels, too, where an error is due",
    "leaves the bias out of the 1x1 convolution",
]

from solutions.lab03_convolution import *


def same_padding(kernel):
    return kernel // 2


def conv_1x1(x, w, b):
    N, C, H, W = x.shape
    F, CW = w.shape[:2]
    if C != CW:
        raise ValueError(f"channels: {C} and {CW}")
    pixels = x.reshape(N, C, H * W)
    out = np.zeros((N, F, H * W), x.dtype)
    for n in range(N):
        out[n] = w.reshape(F, C) @ pixels[n]
    return out.reshape(N, F, H, W), (x, w, 1, 0)
