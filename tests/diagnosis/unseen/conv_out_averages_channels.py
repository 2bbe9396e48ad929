LAB = "lab03_convolution"
MISTAKES = ["takes the mean over the input channels where the sum is due"]

from solutions.lab03_convolution import *


def conv_forward(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, CW, KH, KW = w.shape
    if C != CW:
        raise ValueError("channels differ")
    if stride < 1 or padding < 0:
        raise ValueError("impossible stride or padding")
    H_out = conv_output_size(H, KH, stride, padding)
    W_out = conv_output_size(W, KW, stride, padding)
    padded = np.zeros((N, C, H + 2 * padding, W + 2 * padding), dtype=x.dtype)
    padded[:, :, padding : padding + H, padding : padding + W] = x
    out = np.zeros((N, F, H_out, W_out), dtype=x.dtype)
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    patch = padded[n, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
                    out[n, f, i, j] = np.sum(patch * w[f], axis=(1, 2)).mean() + b[f]
    return out, (x, w, stride, padding)
