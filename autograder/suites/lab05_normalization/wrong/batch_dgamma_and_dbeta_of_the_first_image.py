"""takes dgamma and dbeta from the first image, which is right for a batch of one"""

from solutions.lab05_normalization import *

HINT = "Which images did gamma scale in the forward pass?"
FAILS = [
    "test_spatial_batchnorm_backward::test_dgamma_is_the_gradient_of_gamma",
    "test_spatial_batchnorm_backward::test_dbeta_is_the_gradient_of_beta",
    "test_spatial_batchnorm_backward::test_dgamma_after_evaluation",
]


def spatial_batchnorm_backward(dout, cache):
    x_hat, std, gamma, training = cache
    dbeta = dout[0].sum(axis=(1, 2))
    dgamma = (dout * x_hat)[0].sum(axis=(1, 2))
    dx_hat = dout * gamma.reshape(1, -1, 1, 1)
    if training:
        m = dout.size / dout.shape[1]
        mean = dx_hat.sum(axis=(0, 2, 3), keepdims=True) / m
        along = (dx_hat * x_hat).sum(axis=(0, 2, 3), keepdims=True) / m
        dx = (dx_hat - mean - x_hat * along) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
