LAB = "lab08_resnet"
MISTAKES = ["gives the stride to the second convolution of the inner path instead of the first"]

from solutions.lab08_resnet import *


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    zeros = np.zeros(len(w1))
    pre, conv1 = conv_forward(x, w1, zeros, 1, 1)
    inner, conv2 = conv_forward(np.where(pre > 0, pre, 0), w2, zeros, stride, 1)
    if w_proj is not None:
        side, proj = conv_forward(x, w_proj, zeros, stride, 0)
    else:
        side, proj = x, None
    if inner.shape != side.shape:
        raise ValueError("shortcut has another shape")
    total = inner + side
    return np.where(total > 0, total, 0), (conv1, pre > 0, conv2, proj, total > 0)
