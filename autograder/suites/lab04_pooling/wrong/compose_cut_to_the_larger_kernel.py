"""cuts w to the size of the larger kernel"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "How many pixels of x does one output of both convolutions see?"
FAILS = []


def compose_kernels(w1, w2):
    F1, C, KH1, KW1 = w1.shape
    F2, F1_of_w2, KH2, KW2 = w2.shape
    if F1 != F1_of_w2:
        raise ValueError("w2 must have as many input channels as w1 has filters")
    w = np.zeros((F2, C, KH1 + KH2 - 1, KW1 + KW2 - 1), w1.dtype)
    for g in range(F2):
        for f in range(F1):
            for k in range(KH2):
                for l in range(KW2):
                    w[g, :, k : k + KH1, l : l + KW1] += w2[g, f, k, l] * w1[f]
    return w[:, :, : max(KH1, KH2), : max(KW1, KW2)]
