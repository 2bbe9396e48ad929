"""does not sum dgamma and dbeta over the batch"""

from solutions.lab02_batchnorm import *

HINT = "Which shape has gamma, and which shape must its gradient have?"
FAILS = [
    "test_batchnorm_backward::test_dgamma_is_the_gradient_of_gamma",
    "test_batchnorm_backward::test_dbeta_is_the_gradient_of_beta",
    "test_batchnorm_backward::test_dgamma_after_evaluation",
    "test_batchnorm_backward::test_a_batch_of_one_gets_no_gradient",
    "test_batchnorm_backward::test_shapes",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    dbeta = dout.copy()
    dgamma = dout * x_hat
    dx_hat = dout * gamma
    if training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
