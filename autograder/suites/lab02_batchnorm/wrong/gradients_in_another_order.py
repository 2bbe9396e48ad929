"""returns dbeta before dgamma"""

from solutions.lab02_batchnorm import *

HINT = "In which order does the docstring name the gradients?"
FAILS = [
    "test_batchnorm_backward::test_dgamma_is_the_gradient_of_gamma",
    "test_batchnorm_backward::test_dbeta_is_the_gradient_of_beta",
    "test_batchnorm_backward::test_dgamma_after_evaluation",
    "test_batchnorm_backward::test_a_batch_of_one_gets_no_gradient",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    if training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    else:
        dx = dx_hat / std
    return dx, dbeta, dgamma
