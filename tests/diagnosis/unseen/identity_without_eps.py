LAB = "lab02_batchnorm"
MISTAKES = ["returns the plain standard deviation as gamma, without eps"]

from solutions.lab02_batchnorm import *


def identity_parameters(x, eps):
    N, D = x.shape
    gamma = np.zeros(D)
    beta = np.zeros(D)
    for d in range(D):
        beta[d] = sum(x[:, d]) / N
        gamma[d] = np.sqrt(np.sum((x[:, d] - beta[d]) ** 2) / N)
    return gamma, beta
