"""One line per node of the computational graph, forward, and one per node on the way back."""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for place, number in np.ndenumerate(x.copy()):
        values = []
        for shifted in (number + h, number - h):
            x[place] = shifted
            values.append(float(f(x)))
        x[place] = number
        gradient[place] = (values[0] - values[1]) / 2 / h
    return gradient


def linear_forward(x, w, b):
    product = np.matmul(x, w)
    out = product + b
    return out, {"x": x.copy(), "w": w.copy(), "shape": b.shape}


def linear_backward(dout, cache):
    dproduct = dout
    db = np.sum(dout, axis=0).reshape(cache["shape"])
    dx = np.matmul(dproduct, np.transpose(cache["w"]))
    dw = np.matmul(np.transpose(cache["x"]), dproduct)
    return dx, dw, db


def tanh_forward(x):
    small = np.clip(x, -40, 40)
    up, down = np.exp(small), np.exp(-small)
    above, below = up - down, up + down
    return above / below, (up, down, above, below)


def tanh_backward(dout, cache):
    up, down, above, below = cache
    dabove = dout / below
    dbelow = -dout * above / below / below
    dup = dabove + dbelow
    ddown = -dabove + dbelow
    return dup * up - ddown * down


def softmax_cross_entropy(scores, y):
    N = scores.shape[0]
    rows = np.arange(N)
    top = np.max(scores, axis=1, keepdims=True)
    shifted = scores - top
    powers = np.exp(shifted)
    total = np.sum(powers, axis=1, keepdims=True)
    logs = np.log(total)
    costs = logs[:, 0] - shifted[rows, y]
    loss = np.sum(costs) / N
    dcosts = np.full(N, 1 / N)
    dlogs = dcosts[:, None]
    dtotal = dlogs / total
    dpowers = dtotal * np.ones(scores.shape)
    dshifted = dpowers * powers
    dshifted[rows, y] -= dcosts
    return loss, dshifted


def sgd_momentum(param, grad, velocity, lr, momentum):
    kept = momentum * velocity
    step = lr * grad
    new_velocity = kept - step
    new_param = np.add(param, new_velocity)
    return new_param, new_velocity


def minibatches(num_samples, batch_size, seed):
    rng = np.random.default_rng([seed, 2024])
    order = rng.choice(num_samples, size=num_samples, replace=False)
    return tuple(order[i : i + batch_size] for i in range(0, len(order), batch_size))
