"""gives the pooling rows no activation"""

from solutions.lab06_lenet import *

HINT = "Which activation does the table of LeNet-5 give for S2 and S4?"
FAILS = [
    "test_lenet5_rows::test_pool_and_activation_are_chosen_apart",
    "test_lenet5_rows::test_the_original",
    "test_lenet5_rows::test_the_variant_of_today",
]


def lenet5_rows(pool="avg", activation="tanh"):
    if pool not in ["avg", "max"] or activation not in ["tanh", "relu"]:
        raise ValueError("unknown pool or activation")
    kind = pool + "_pool"
    a = activation
    rows = []
    rows.append(("C1", "conv", 6, 5, 1, 0, a))
    rows.append(("S2", kind, None, 2, 2, None, None))
    rows.append(("C3", "conv", 16, 5, 1, 0, a))
    rows.append(("S4", kind, None, 2, 2, None, None))
    rows.append(("C5", "conv", 120, 5, 1, 0, a))
    rows.append(("F6", "linear", 84, None, None, None, a))
    rows.append(("OUTPUT", "linear", 10, None, None, None, None))
    return rows
