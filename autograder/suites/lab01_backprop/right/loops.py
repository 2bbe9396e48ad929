"""Explicit loops over samples, features and classes, plain Python numbers inside."""

import math
import random

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape, x.dtype)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        place = it.multi_index
        old = x[place]
        x[place] = old + h
        above = f(x)
        x[place] = old - h
        below = f(x)
        x[place] = old
        gradient[place] = (above - below) / (2 * h)
        it.iternext()
    return gradient


def linear_forward(x, w, b):
    N, D = x.shape
    M = len(b)
    out = np.zeros((N, M), x.dtype)
    for n in range(N):
        for m in range(M):
            total = float(b[m])
            for d in range(D):
                total += float(x[n, d]) * float(w[d, m])
            out[n, m] = total
    return out, [x, w, b]


def linear_backward(dout, cache):
    x, w, b = cache
    dx, dw, db = np.zeros(x.shape, x.dtype), np.zeros(w.shape, w.dtype), np.zeros(b.shape, b.dtype)
    for n in range(len(x)):
        for m in range(len(b)):
            db[m] += dout[n, m]
            for d in range(x.shape[1]):
                dx[n, d] += dout[n, m] * w[d, m]
                dw[d, m] += dout[n, m] * x[n, d]
    return dx, dw, db


def tanh_forward(x):
    out = np.empty(x.shape, x.dtype)
    for place in np.ndindex(x.shape):
        out[place] = math.tanh(x[place])
    return out, out.copy()


def tanh_backward(dout, cache):
    dx = np.empty(dout.shape, dout.dtype)
    for place in np.ndindex(dout.shape):
        dx[place] = dout[place] * (1 - cache[place] * cache[place])
    return dx


def softmax_cross_entropy(scores, y):
    N, C = scores.shape
    loss, dscores = 0.0, np.zeros((N, C), scores.dtype)
    for n in range(N):
        row = [float(score) for score in scores[n]]
        top = max(row)
        powers = [math.exp(score - top) for score in row]
        loss += math.log(sum(powers)) + top - row[y[n]]
        for c in range(C):
            dscores[n, c] = (powers[c] / sum(powers) - (1 if c == y[n] else 0)) / N
    return loss / N, dscores


def sgd_momentum(param, grad, velocity, lr, momentum):
    new_param, new_velocity = param.copy(), velocity.copy()
    for place in np.ndindex(param.shape):
        new_velocity[place] = momentum * velocity[place] - lr * grad[place]
        new_param[place] = param[place] + new_velocity[place]
    return new_param, new_velocity


def minibatches(num_samples, batch_size, seed):
    samples = list(range(num_samples))
    random.Random(seed).shuffle(samples)
    batches, batch = [], []
    for sample in samples:
        batch.append(sample)
        if len(batch) == batch_size:
            batches.append(np.array(batch))
            batch = []
    if batch:
        batches.append(np.array(batch))
    return batches
