LAB = "lab08_resnet"
MISTAKES = ["gives the stride to the first 1x1 convolution instead of the 3x3 one"]

from solutions.lab08_resnet import *


def bottleneck_forward(x, w1, w2, w3, w_proj=None, stride=1):
    def nb(w):
        return np.zeros(w.shape[0], w.dtype)

    a, ca = conv_forward(x, w1, nb(w1), stride, 0)
    b, cb = conv_forward(np.maximum(a, 0), w2, nb(w2), 1, 1)
    c, cc = conv_forward(np.maximum(b, 0), w3, nb(w3), 1, 0)
    s, cs = (x, None) if w_proj is None else conv_forward(x, w_proj, nb(w_proj), stride, 0)
    if c.shape != s.shape:
        raise ValueError(f"{c.shape} + {s.shape}")
    t = c + s
    return np.maximum(t, 0), (ca, a > 0, cb, b > 0, cc, cs, t > 0)
