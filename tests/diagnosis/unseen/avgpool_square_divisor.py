LAB = "lab04_pooling"
MISTAKES = ["divides the sum of a window by the square of its height, also for windows that are not square"]

from solutions.lab04_pooling import *


def avg_pool_forward(x, kernel, stride):
    k = as_pair(kernel)
    total = 0
    for rows, cols in taps(x.shape, kernel, stride):
        total = total + x[:, :, rows, cols]
    return total / k[0] ** 2, (x.shape, kernel, stride)
