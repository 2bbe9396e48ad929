"""returns x unchanged when a channel has a single value"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What is x - mean, if x is the only value?"
FAILS = [
    "test_spatial_batchnorm_forward::test_one_value_a_channel_gives_beta",
]


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean = x.mean(axis=(0, 2, 3))
        var = x.var(axis=(0, 2, 3))
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    std = np.sqrt(var + eps).reshape(1, -1, 1, 1)
    x_hat = (x - mean.reshape(1, -1, 1, 1)) / std
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    if training and x.shape[0] * x.shape[2] * x.shape[3] == 1:
        out = x.copy()
    return out, running_mean, running_var, (x_hat, std, gamma, training)
