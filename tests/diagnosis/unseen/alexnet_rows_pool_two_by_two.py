LAB = "lab07_alexnet"
MISTAKES = ["pools with kernels of 2, without overlap"]

from solutions.lab07_alexnet import *


def alexnet_rows():
    text = """
    CONV1 conv 96 11 4 0 relu
    POOL1 max_pool - 2 2 - -
    NORM1 norm - - - - -
    CONV2 conv 256 5 1 2 relu
    POOL2 max_pool - 2 2 - -
    NORM2 norm - - - - -
    CONV3 conv 384 3 1 1 relu
    CONV4 conv 384 3 1 1 relu
    CONV5 conv 256 3 1 1 relu
    POOL3 max_pool - 2 2 - -
    FC6 linear 4096 - - - relu
    FC7 linear 4096 - - - relu
    FC8 linear 1000 - - - -
    """
    rows = []
    for line in text.split("\n"):
        words = line.split()
        if words:
            rows.append(tuple(None if w == "-" else int(w) if w.isdigit() else w for w in words))
    return rows
