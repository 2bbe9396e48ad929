LAB = "lab08_resnet"
MISTAKES = [
    "adds inner path and shortcut without comparing their shapes, so that NumPy stretches a shortcut of one channel"
]

from solutions.lab08_resnet import *


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    nobias = np.zeros(w1.shape[0], w1.dtype)
    hidden, cache1 = conv_forward(x, w1, nobias, stride, 1)
    inner, cache2 = conv_forward(hidden * (hidden > 0), w2, nobias, 1, 1)
    shortcut, cache_proj = x, None
    if w_proj is not None:
        shortcut, cache_proj = conv_forward(x, w_proj, nobias, stride, 0)
    total = inner + shortcut
    out = total.copy()
    out[out < 0] = 0
    return out, (cache1, hidden > 0, cache2, cache_proj, total > 0)
