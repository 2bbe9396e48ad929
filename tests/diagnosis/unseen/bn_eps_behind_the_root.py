LAB = "lab02_batchnorm"
MISTAKES = ["adds eps to the standard deviation, outside the square root"]

from solutions.lab02_batchnorm import *


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    mean, std = (x.mean(0), x.std(0)) if training else (running_mean, np.sqrt(running_var))
    if training:
        running_mean = running_mean * momentum + mean * (1 - momentum)
        running_var = running_var * momentum + std**2 * (1 - momentum)
    std = std + eps
    normed = (x - mean) / std
    return gamma * normed + beta, running_mean, running_var, (normed, gamma, std, training)
