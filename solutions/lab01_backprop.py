"""Lab 1, backpropagation: gradients by differences, layers with their way back, a loss, and a step downhill.

ReLU is the worked example of the notebook, and stands only there: nobody is graded on it.

Rumelhart, Hinton & Williams (1986), "Learning representations by back-propagating errors".
"""

from collections.abc import Callable

import numpy as np

Cache = tuple[np.ndarray, np.ndarray]


def numerical_gradient(f: Callable[[np.ndarray], float], x: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """Estimate the gradient of f at x by central differences, one number of x after the other.

        df/dx_i = (f(x + h e_i) - f(x - h e_i)) / (2 h),      e_i is 1 at place i and 0 elsewhere

    f        a function of an array like x that returns one number; it may be slow
    x        float64 of any shape, for example (5,), (3, 2) or (2, 3, 4, 5); float32 only where h is
             0.1 or more, as a small step is lost in its seven digits
    h        the step, not always small
    returns  df/dx, of the shape of x; afterwards x is exactly what it was before
    """
    slopes = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        kept = x[place]
        x[place] = kept + h
        above = f(x)
        x[place] = kept - h
        below = f(x)
        x[place] = kept
        slopes[place] = (above - below) / (2 * h)
    return slopes


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, "Cache"]:
    """Give each of M units its own weighted sum of the features of a sample.

        out_nm = sum_d x_nd w_dm + b_m,      as matrices out = x w + b

    x        (N, D)  float32 or float64
    w        (D, M)  one column per unit
    b        (M,)
    returns  out (N, M), and a cache of your own making for linear_backward; no argument is changed
    """
    return x @ w + b, (x, w)


def linear_backward(dout: np.ndarray, cache: "Cache") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradient of the loss L back from out to x, w and b.

        dL/dx_nd = sum_m dL/dout_nm dout_nm/dx_nd,      and so on for w and b

    dout     (N, M)  dL/dout, the gradient that arrives from above
    cache    what linear_forward returned
    returns  dx (N, D), dw (D, M), db (M,); no argument is changed
    """
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)


def tanh_forward(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Squash every number into (-1, 1).

        out = tanh(x) = (e^x - e^-x) / (e^x + e^-x)

    x        an array of any shape, float32 or float64, of numbers of any size
    returns  out, of the shape of x, and a cache of your own making for tanh_backward; x is not changed
    """
    out = np.tanh(x)
    return out, out


def tanh_backward(dout: np.ndarray, cache: np.ndarray) -> np.ndarray:
    """Carry the gradient of the loss L back from out = tanh(x) to x.

        dL/dx = dL/dout * tanh'(x)

    dout     dL/dout, of the shape of x
    cache    what tanh_forward returned
    returns  dx = dL/dx, of the shape of x; no argument is changed
    """
    out = cache
    dx: np.ndarray = dout * (1 - out**2)
    return dx


def softmax_cross_entropy(scores: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Turn scores into probabilities and measure how little of them the right classes get.

        p_nc = exp(scores_nc) / sum_k exp(scores_nk)
        loss = -(1 / N) sum_n log p_n,y_n              the mean over the batch

    scores   (N, C)  float32 or float64, of any size: 10,000 must not overflow, and a right
             class that lies 10,000 behind costs 10,000
    y        (N,)    the right class of each sample, an integer from 0 to C - 1
    returns  loss, one number, and dscores = dloss/dscores (N, C); no argument is changed
    """
    N = len(scores)
    shifted = scores - scores.max(axis=1, keepdims=True)  # the same probabilities, and no exponent above 0
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss: float = -log_p[np.arange(N), y].mean()
    dscores: np.ndarray = np.exp(log_p)
    dscores[np.arange(N), y] -= 1
    return loss, dscores / N


def sgd_momentum(
    param: np.ndarray, grad: np.ndarray, velocity: np.ndarray, lr: float, momentum: float
) -> tuple[np.ndarray, np.ndarray]:
    """Take one step of gradient descent with momentum.

        velocity <- momentum * velocity - lr * grad
        param    <- param + velocity

    param     an array of any shape, float32 or float64
    grad      dL/dparam, of the same shape
    velocity  the velocity after the last step, of the same shape; zeros before the first
    lr        the learning rate, a number
    momentum  a number from 0 to 1; 0 is plain gradient descent
    returns   the new param and the new velocity; no argument is changed
    """
    velocity = momentum * velocity - lr * grad
    return param + velocity, velocity


def minibatches(num_samples: int, batch_size: int, seed: int) -> list[np.ndarray]:
    """Deal the samples 0 ... num_samples - 1 into batches, in a random order.

    num_samples  how many there are, at least 1
    batch_size   the size of every batch but the last, which holds what is left; it may exceed num_samples
    seed         decides the order: the same seed gives the same batches, another seed another order
    returns      the batches in turn, as a list or a generator of integer arrays; every sample
                 stands in exactly one of them
    """
    order = np.random.default_rng(seed).permutation(num_samples)
    return [order[start : start + batch_size] for start in range(0, num_samples, batch_size)]
