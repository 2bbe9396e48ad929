LAB = "lab06_lenet"
MISTAKES = ["looks for the best epoch among all losses, also those after the stop"]

from solutions.lab06_lenet import *


def early_stopping(losses, patience):
    best = float("inf")
    waited = 0
    stop = len(losses) - 1
    for epoch in range(len(losses)):
        if losses[epoch] < best:
            best = losses[epoch]
            waited = 0
        else:
            waited += 1
            if waited == patience:
                stop = epoch
                break
    return stop, int(np.argmin(losses))
