"""waits for one epoch more than patience"""

from solutions.lab06_lenet import *

HINT = "With patience 1, how many epochs without an improvement may there be?"
FAILS = []


def early_stopping(losses, patience):
    best, best_epoch, bad = losses[0], 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < best:
            best, best_epoch, bad = losses[epoch], epoch, 0
        else:
            bad += 1
        if bad > patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch
