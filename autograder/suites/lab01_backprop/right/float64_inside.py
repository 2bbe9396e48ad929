"""Everything in float64, whatever comes in, and float64 out; results built up in place in arrays of their own."""

import numpy as np


class Saved:
    """What backward needs."""

    def __init__(self, **values):
        self.__dict__.update(values)


def wide(*arrays):
    return [np.array(a, dtype=np.float64, order="C") for a in arrays]


def numerical_gradient(f, x, h=1e-5):
    (point,) = wide(x)
    flat = point.reshape(-1)
    gradient = np.empty(flat.size)
    for i in range(flat.size):
        kept = flat[i]
        flat[i] = kept + h
        gradient[i] = f(point)
        flat[i] = kept - h
        gradient[i] -= f(point)
        flat[i] = kept
    gradient /= 2 * h
    return gradient.reshape(x.shape)


def linear_forward(x, w, b):
    x, w, b = wide(x, w, b)
    out = np.dot(x, w)
    out += b
    return out, Saved(x=x, w=w)


def linear_backward(dout, cache):
    (dout,) = wide(dout)
    return np.dot(dout, cache.w.T), np.dot(cache.x.T, dout), np.sum(dout, 0)


def tanh_forward(x):
    (out,) = wide(x)
    np.tanh(out, out=out)
    return out, Saved(out=out)


def tanh_backward(dout, cache):
    (dx,) = wide(dout)
    dx *= 1 - cache.out
    dx *= 1 + cache.out
    return dx


def softmax_cross_entropy(scores, y):
    (s,) = wide(scores)
    s -= s.max(axis=1, keepdims=True)
    p = np.exp(s)
    total = p.sum(axis=1, keepdims=True)
    p /= total
    rows = np.arange(len(y))
    loss = float(np.mean(np.log(total[:, 0]) - s[rows, y]))
    p[rows, y] -= 1
    p /= len(y)
    return loss, p


def sgd_momentum(param, grad, velocity, lr, momentum):
    param, grad, velocity = wide(param, grad, velocity)
    velocity *= momentum
    velocity -= lr * grad
    param += velocity
    return param, velocity


def minibatches(num_samples, batch_size, seed):
    np.random.seed(seed)  # noqa: NPY002
    order = np.arange(num_samples)
    np.random.shuffle(order)  # noqa: NPY002
    batches = []
    while order.size:
        batches.append(order[:batch_size])
        order = order[batch_size:]
    return batches
