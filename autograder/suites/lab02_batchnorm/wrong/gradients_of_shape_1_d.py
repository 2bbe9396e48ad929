"""returns dgamma and dbeta as (1, D) arrays"""

from solutions.lab02_batchnorm import *

HINT = "Which argument of sum keeps an axis of length 1?"
FAILS = [
    "test_batchnorm_backward::test_dgamma_is_the_gradient_of_gamma",
    "test_batchnorm_backward::test_dbeta_is_the_gradient_of_beta",
    "test_batchnorm_backward::test_dgamma_after_evaluation",
    "test_batchnorm_backward::test_a_batch_of_one_gets_no_gradient",
    "test_batchnorm_backward::test_shapes",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    dbeta = dout.sum(axis=0, keepdims=True)
    dgamma = (dout * x_hat).sum(axis=0, keepdims=True)
    dx_hat = dout * gamma
    if training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
