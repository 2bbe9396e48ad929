LAB = "lab05_normalization"
MISTAKES = ["carries dout back without multiplying it by gamma"]

from solutions.lab05_normalization import *


def layernorm_backward(dout, cache):
    x_hat, std, gamma = cache
    n = dout.shape[0]
    g = dout.reshape(n, -1)
    h = x_hat.reshape(n, -1)
    dgamma = (g * h).sum(axis=0).reshape(gamma.shape)
    dbeta = g.sum(axis=0).reshape(gamma.shape)
    D = g.shape[1]
    dx = np.empty_like(g)
    for i in range(n):
        dx[i] = (g[i] - g[i].sum() / D - h[i] * (g[i] @ h[i]) / D) / std[i].item()
    return dx.reshape(dout.shape), dgamma, dbeta
