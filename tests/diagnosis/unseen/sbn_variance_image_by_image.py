LAB = "lab05_normalization"
MISTAKES = ["takes the variance of every image for itself and averages these over the batch"]

from solutions.lab05_normalization import *


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    C = x.shape[1]
    wide = (1, C, 1, 1)
    if training:
        mean = x.mean(axis=3).mean(axis=2).mean(axis=0)
        var = x.var(axis=(2, 3)).mean(axis=0)
        running_mean = running_mean * momentum + mean * (1 - momentum)
        running_var = running_var * momentum + var * (1 - momentum)
    else:
        mean, var = running_mean, running_var
    std = np.sqrt(var + eps).reshape(C, 1, 1)
    x_hat = (x - mean.reshape(wide)) / std
    return gamma.reshape(wide) * x_hat + beta.reshape(wide), running_mean, running_var, (x_hat, std, gamma, training)
