"""sums the squares of the whole array"""

from solutions.lab08_resnet import *

HINT = "Which axis counts the samples, and which the features of one sample?"
FAILS = ["test_squared_norm::test_every_row_has_its_own_sum"]


def squared_norm(x):
    return (x**2).sum()
