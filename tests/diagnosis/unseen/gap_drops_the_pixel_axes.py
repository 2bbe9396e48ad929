LAB = "lab04_pooling"
MISTAKES = ["returns the means as (N, C), without the two axes of length 1"]

from solutions.lab04_pooling import *


def global_avg_pool_forward(x):
    out = np.mean(np.mean(x, axis=3), axis=2)
    return out, x.shape
