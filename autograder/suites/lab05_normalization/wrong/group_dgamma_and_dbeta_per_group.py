"""sums dgamma and dbeta over the channels of a group"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "How many gammas has group norm: one a group, or one a channel?"
FAILS = [
    "test_groupnorm::test_dgamma_is_the_gradient_of_gamma",
    "test_groupnorm::test_dbeta_is_the_gradient_of_beta",
]


def groupnorm_backward(dout, cache):
    x_hat, std, gamma, groups = cache
    N, C, H, W = dout.shape
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = (dout * gamma.reshape(1, C, 1, 1)).reshape(N, groups, -1)
    grouped = x_hat.reshape(N, groups, -1)
    mean = dx_hat.mean(axis=2, keepdims=True)
    along = (dx_hat * grouped).mean(axis=2, keepdims=True)
    dx = (dx_hat - mean - grouped * along) / std.reshape(N, groups, 1)
    dbeta = np.repeat(dbeta.reshape(groups, -1).sum(axis=1), C // groups)
    dgamma = np.repeat(dgamma.reshape(groups, -1).sum(axis=1), C // groups)
    return dx.reshape(N, C, H, W), dgamma, dbeta
