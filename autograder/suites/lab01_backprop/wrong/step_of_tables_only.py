"""takes apart the shape as rows and columns, which is right for arrays of two axes only"""

from solutions.lab01_backprop import *

HINT = "Which shapes of param does the docstring name?"
TWIN = "any.unpack"
FAILS = [
    "test_sgd_momentum::test_shapes",
]


def sgd_momentum(param, grad, velocity, lr, momentum):
    rows, columns = param.shape
    new, speed = np.empty((rows, columns)), np.empty((rows, columns))
    for i in range(rows):
        for j in range(columns):
            speed[i, j] = momentum * velocity[i, j] - lr * grad[i, j]
            new[i, j] = param[i, j] + speed[i, j]
    return new, speed
