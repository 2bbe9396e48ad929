"""averages dgamma and dbeta over images and pixels"""

from solutions.lab05_normalization import *

HINT = "Is the gradient of something used many times a sum or a mean?"
FAILS = [
    "test_spatial_batchnorm_backward::test_dgamma_is_the_gradient_of_gamma",
    "test_spatial_batchnorm_backward::test_dbeta_is_the_gradient_of_beta",
    "test_spatial_batchnorm_backward::test_dgamma_after_evaluation",
]


def spatial_batchnorm_backward(dout, cache):
    x_hat, std, gamma, training = cache
    dbeta = dout.mean(axis=(0, 2, 3))
    dgamma = (dout * x_hat).mean(axis=(0, 2, 3))
    dx_hat = dout * gamma.reshape(1, -1, 1, 1)
    if training:
        m = dout.size / dout.shape[1]
        mean = dx_hat.sum(axis=(0, 2, 3), keepdims=True) / m
        along = (dx_hat * x_hat).sum(axis=(0, 2, 3), keepdims=True) / m
        dx = (dx_hat - mean - x_hat * along) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
