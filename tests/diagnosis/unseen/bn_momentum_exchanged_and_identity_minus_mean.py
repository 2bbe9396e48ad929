LAB = "lab02_batchnorm"
MISTAKES = [
    "gives the weight momentum to the batch and 1 - momentum to the old running value",
    "returns minus the mean as the beta that undoes the normalisation",
]

from solutions.lab02_batchnorm import *


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    mu, var = running_mean, running_var
    if training:
        mu, var = x.mean(axis=0), x.var(axis=0)
        running_mean = (1 - momentum) * running_mean + momentum * mu
        running_var = (1 - momentum) * running_var + momentum * var
    root = np.sqrt(var + eps)
    z = (x - mu) / root
    return z * gamma + beta, running_mean, running_var, (z, gamma, root, training)


def identity_parameters(x, eps):
    m = x.mean(axis=0)
    v = ((x - m) ** 2).mean(axis=0)
    return np.sqrt(v + eps), -m
