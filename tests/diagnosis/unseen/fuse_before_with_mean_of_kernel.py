LAB = "lab05_normalization"
MISTAKES = ["weighs the shift of a channel with the mean of its kernel, where the sum over the kernel is due"]

from solutions.lab05_normalization import *


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    a = gamma / np.sqrt(running_var + eps)
    c = beta - a * running_mean
    F, C, KH, KW = w.shape
    new_w = np.einsum("fcuv,c->fcuv", w, a)
    new_b = b.copy()
    for f in range(F):
        for k in range(C):
            new_b[f] += c[k] * w[f, k].mean()
    return new_w, new_b
