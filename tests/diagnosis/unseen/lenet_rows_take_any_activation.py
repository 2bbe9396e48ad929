LAB = "lab06_lenet"
MISTAKES = ["checks pool but accepts any activation"]

from solutions.lab06_lenet import *


def lenet5_rows(pool="avg", activation="tanh"):
    kinds = {"avg": "avg_pool", "max": "max_pool"}
    if pool not in kinds:
        raise ValueError(pool)
    a, p = activation, kinds[pool]
    table = [
        ["C1", "conv", 6, 5, 1, 0, a],
        ["S2", p, None, 2, 2, None, a],
        ["C3", "conv", 16, 5, 1, 0, a],
        ["S4", p, None, 2, 2, None, a],
        ["C5", "conv", 120, 5, 1, 0, a],
        ["F6", "linear", 84, None, None, None, a],
        ["OUTPUT", "linear", 10, None, None, None, None],
    ]
    return [tuple(row) for row in table]
