"""returns the best epoch of all, even one behind the stop"""

from solutions.lab06_lenet import *

HINT = "Who knows, when training stops, what would have come?"
FAILS = []


def early_stopping(losses, patience):
    best, best_epoch, bad = losses[0], 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < best:
            best, best_epoch, bad = losses[epoch], epoch, 0
        else:
            bad += 1
        if bad == patience:
            return epoch, losses.index(min(losses))
    return len(losses) - 1, best_epoch
