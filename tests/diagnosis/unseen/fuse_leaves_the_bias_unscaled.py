LAB = "lab05_normalization"
MISTAKES = ["scales the weights and the running mean, but adds the bias of the convolution as it is"]

from solutions.lab05_normalization import *


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    inv = 1.0 / np.sqrt(running_var + eps)
    new_w = np.zeros_like(w)
    new_b = np.zeros_like(b)
    for f in range(w.shape[0]):
        new_w[f] = w[f] * gamma[f] * inv[f]
        new_b[f] = b[f] - running_mean[f] * gamma[f] * inv[f] + beta[f]
    return new_w, new_b
