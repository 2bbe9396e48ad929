"""Sums as einsum, classes as one-hot rows, batches by np.split."""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    steps = np.eye(x.size, dtype=x.dtype).reshape((x.size, *x.shape)) * x.dtype.type(h)
    return np.array([(f(x + step) - f(x - step)) / (2 * h) for step in steps]).reshape(x.shape)


def linear_forward(x, w, b):
    return np.einsum("nd,dm->nm", x, w) + b[None, :], {"x": x, "w": w}


def linear_backward(dout, cache):
    return (
        np.einsum("nm,dm->nd", dout, cache["w"]),
        np.einsum("nm,nd->dm", dout, cache["x"]),
        np.einsum("nm->m", dout),
    )


def tanh_forward(x):
    # tanh x = (1 - e^-2|x|) / (1 + e^-2|x|), with the sign of x: no exponent above 0
    e = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - e) / (1 + e), {"x": x}


def tanh_backward(dout, cache):
    e = np.exp(-2 * np.abs(cache["x"]))
    return dout * 4 * e / (1 + e) ** 2


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    top = scores.max(axis=1)
    log_sum = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
    right = np.eye(C)[y]
    loss = np.mean(log_sum - np.einsum("nc,nc->n", scores, right))
    return loss, (np.exp(scores - log_sum[:, None]) - right) / N


def sgd_momentum(param, grad, velocity, lr, momentum):
    new = np.einsum("k,k...->...", [momentum, -lr], np.stack([velocity, grad]))
    return param + new, new


def minibatches(num_samples, batch_size, seed):
    order = np.random.default_rng(seed).permutation(num_samples)
    return np.split(order, range(batch_size, num_samples, batch_size))
