"""lab08_resnet as defined, in the plainest code: the oracle that answers are compared with. Independent of solutions/."""

import numpy as np

from autograder.testkit import oracle


@oracle
def squared_norm(x: np.ndarray) -> np.ndarray:
    """out_n = sum_d x_nd^2, row by row."""
    return np.array([sum(value * value for value in row) for row in x], x.dtype)
