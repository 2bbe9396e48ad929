LAB = "lab03_convolution"
MISTAKES = ["takes the height of the kernel for the number of columns of the output"]

from solutions.lab03_convolution import *


def conv_forward_im2col(x, w, b, stride=1, padding=0):
    if x.shape[1] != w.shape[1]:
        raise ValueError("C differs")
    N, C, H, W = x.shape
    F, _, KH, KW = w.shape
    OH = conv_output_size(H, KH, stride, padding)
    OW = conv_output_size(W, KH, stride, padding)
    conv_output_size(W, KW, stride, padding)  # complains if it does not fit
    xp = np.zeros((N, C, H + 2 * padding, W + 2 * padding), x.dtype)
    xp[:, :, padding : padding + H, padding : padding + W] = x
    cols = np.zeros((N, OH, OW, C, KH, KW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            cols[:, i, j] = xp[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
    out = cols.reshape(N * OH * OW, -1) @ w.reshape(F, -1).T + b
    return out.reshape(N, OH, OW, F).transpose(0, 3, 1, 2), (x, w, stride, padding)
