LAB = "lab05_normalization"
MISTAKES = ["moves the running variance towards the variance that divides by the number of values less 1"]

from solutions.lab05_normalization import *


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    N, C, H, W = x.shape
    m = N * H * W
    if training:
        mean = x.sum(axis=(0, 2, 3)) / m
        var = ((x - mean[None, :, None, None]) ** 2).sum(axis=(0, 2, 3)) / m
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var * m / max(m - 1, 1)
    else:
        mean, var = running_mean, running_var
    std = np.sqrt(var + eps)[:, None, None]
    x_hat = (x - mean[:, None, None]) / std
    out = x_hat * gamma[:, None, None] + beta[:, None, None]
    return out, running_mean, running_var, (x_hat, std, gamma, training)
