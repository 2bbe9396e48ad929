LAB = "lab05_normalization"
MISTAKES = [
    "exchanges the numbers of layer and instance normalisation",
    "multiplies the weights of the caller in place when it folds",
]

from solutions.lab05_normalization import *


def normalization_sets(kind, shape, groups=None):
    N, C, H, W = shape
    if kind == "batch":
        sets = C
    elif kind == "layer":
        sets = N * C
    elif kind == "instance":
        sets = N
    else:
        if C % groups:
            raise ValueError("groups do not divide the channels")
        sets = N * groups
    return sets, N * C * H * W // sets


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    factor = gamma / (running_var + eps) ** 0.5
    w *= factor.reshape(len(w), 1, 1, 1)
    return w, beta + factor * (b - running_mean)
