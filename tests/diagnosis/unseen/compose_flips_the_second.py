LAB = "lab04_pooling"
MISTAKES = ["turns the second kernel around before it composes, as for a true convolution"]

from solutions.lab04_pooling import *


def compose_kernels(w1, w2):
    a, c, h1, b1 = w1.shape
    f, a2, h2, b2 = w2.shape
    if a != a2:
        raise ValueError("channels in between differ")
    out = np.zeros((f, c, h1 + h2 - 1, b1 + b2 - 1), dtype=w1.dtype)
    turned = w2[:, :, ::-1, ::-1]
    for i in range(f):
        for g in range(a):
            for k in range(h2):
                for m in range(b2):
                    out[i, :, k : k + h1, m : m + b1] += turned[i, g, k, m] * w1[g]
    return out
