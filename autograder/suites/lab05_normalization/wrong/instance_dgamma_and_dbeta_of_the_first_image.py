"""takes dgamma and dbeta from the first image, which is right for a batch of one"""

from solutions.lab05_normalization import *

HINT = "Which images did gamma scale in the forward pass?"
FAILS = [
    "test_instancenorm::test_dgamma_is_the_gradient_of_gamma",
    "test_instancenorm::test_dbeta_is_the_gradient_of_beta",
]


def instancenorm_backward(dout, cache):
    x_hat, std, gamma = cache
    dbeta = dout[0].sum(axis=(1, 2))
    dgamma = (dout * x_hat)[0].sum(axis=(1, 2))
    dx_hat = dout * gamma.reshape(1, -1, 1, 1)
    mean = dx_hat.mean(axis=(2, 3), keepdims=True)
    along = (dx_hat * x_hat).mean(axis=(2, 3), keepdims=True)
    dx = (dx_hat - mean - x_hat * along) / std
    return dx, dgamma, dbeta
