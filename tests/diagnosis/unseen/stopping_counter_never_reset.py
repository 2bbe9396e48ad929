LAB = "lab06_lenet"
MISTAKES = ["counts all epochs without an improvement, not those in a row"]

from solutions.lab06_lenet import *


def early_stopping(losses, patience):
    best_epoch, bad = 0, 0
    for i in range(1, len(losses)):
        if losses[i] < losses[best_epoch]:
            best_epoch = i
        else:
            bad += 1
        if bad >= patience:
            return i, best_epoch
    return len(losses) - 1, best_epoch
