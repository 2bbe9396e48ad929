LAB = "lab02_batchnorm"
MISTAKES = ["updates the caller's running_mean and running_var in place"]

from solutions.lab02_batchnorm import *


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean = x.mean(axis=0)
        var = ((x - mean) ** 2).mean(axis=0)
        running_mean *= momentum
        running_mean += (1 - momentum) * mean
        running_var *= momentum
        running_var += (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    std = (var + eps) ** 0.5
    x_hat = (x - mean) / std
    out = x_hat * gamma + beta
    cache = (x_hat, gamma, std, training)
    return out, running_mean, running_var, cache
