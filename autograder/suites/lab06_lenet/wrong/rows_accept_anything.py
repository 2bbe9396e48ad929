"""takes any word for a pool or an activation"""

from solutions.lab06_lenet import *

HINT = "What should happen for a pool that does not exist, and where would the mistake show if nothing did?"
FAILS = [
    "test_lenet5_rows::test_another_activation_is_refused",
    "test_lenet5_rows::test_another_pool_is_refused",
]


def lenet5_rows(pool="avg", activation="tanh"):
    kind = pool + "_pool"
    a = activation
    rows = []
    rows.append(("C1", "conv", 6, 5, 1, 0, a))
    rows.append(("S2", kind, None, 2, 2, None, a))
    rows.append(("C3", "conv", 16, 5, 1, 0, a))
    rows.append(("S4", kind, None, 2, 2, None, a))
    rows.append(("C5", "conv", 120, 5, 1, 0, a))
    rows.append(("F6", "linear", 84, None, None, None, a))
    rows.append(("OUTPUT", "linear", 10, None, None, None, None))
    return rows
