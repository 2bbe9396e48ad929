LAB = "lab02_batchnorm"
MISTAKES = ["divides the batch variance by N - 1"]

from solutions.lab02_batchnorm import *


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    n = x.shape[0]
    if training:
        mu = np.sum(x, axis=0) / n
        centred = x - mu
        var = np.sum(centred**2, axis=0) / (n - 1)
        new_rm = momentum * running_mean + (1 - momentum) * mu
        new_rv = momentum * running_var + (1 - momentum) * var
    else:
        mu, var = running_mean, running_var
        centred = x - mu
        new_rm, new_rv = running_mean, running_var
    sd = np.sqrt(var + eps)
    xh = centred / sd
    return xh * gamma + beta, new_rm, new_rv, (xh, gamma, sd, training)
