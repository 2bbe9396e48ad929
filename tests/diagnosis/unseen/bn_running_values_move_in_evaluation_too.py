LAB = "lab02_batchnorm"
MISTAKES = ["moves the running values towards the batch in evaluation as well"]

from solutions.lab02_batchnorm import *


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    batch_mean = np.mean(x, axis=0)
    batch_var = np.var(x, axis=0)
    if training:
        m, v = batch_mean, batch_var
    else:
        m, v = running_mean.copy(), running_var.copy()
    running_mean = momentum * running_mean + (1 - momentum) * batch_mean
    running_var = momentum * running_var + (1 - momentum) * batch_var
    std = np.sqrt(v + eps)
    x_hat = (x - m) / std
    return gamma * x_hat + beta, running_mean, running_var, (x_hat, gamma, std, training)
