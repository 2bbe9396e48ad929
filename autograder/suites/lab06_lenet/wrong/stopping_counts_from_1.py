"""counts the epochs from 1"""

from solutions.lab06_lenet import *

HINT = "Which number has the first epoch?"
FAILS = []


def early_stopping(losses, patience):
    best, best_epoch, bad = losses[0], 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < best:
            best, best_epoch, bad = losses[epoch], epoch, 0
        else:
            bad += 1
        if bad == patience:
            return epoch + 1, best_epoch + 1
    return len(losses), best_epoch + 1
