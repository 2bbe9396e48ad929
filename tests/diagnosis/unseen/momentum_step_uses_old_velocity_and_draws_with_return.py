LAB = "lab01_backprop"
MISTAKES = [
    "moves the parameter by the velocity from before the update",
    "draws every batch at random with replacement, so that samples are missing and others come twice",
]

from solutions.lab01_backprop import *


def sgd_momentum(param, grad, velocity, lr, momentum):
    stepped = param + velocity
    velocity = momentum * velocity - lr * grad
    return stepped, velocity


def minibatches(num_samples, batch_size, seed):
    rng = np.random.default_rng(seed)
    left = num_samples
    result = []
    while left > 0:
        take = min(batch_size, left)
        result.append(rng.choice(num_samples, take))
        left -= take
    return result
