"""makes the last group smaller when groups does not divide C"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What should happen with 3 channels and 2 groups?"
FAILS = [
    "test_groupnorm::test_groups_that_do_not_divide_the_channels_are_refused",
]


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    N, C, _H, _W = x.shape
    parts, roots = [], []
    for part in np.array_split(x, groups, axis=1):
        values = part.reshape(N, 1, -1)
        mean = values.mean(axis=2, keepdims=True) if values.size else 0
        var = values.var(axis=2, keepdims=True) if values.size else np.ones((N, 1, 1))
        roots.append(np.sqrt(var + eps))
        parts.append(((values - mean) / roots[-1]).reshape(part.shape))
    x_hat, std = np.concatenate(parts, axis=1), np.concatenate(roots, axis=1)
    out = gamma.reshape(1, C, 1, 1) * x_hat + beta.reshape(1, C, 1, 1)
    return out, (x_hat, std.reshape(len(std), -1, 1), gamma, groups)
