LAB = "lab03_convolution"
MISTAKES = ["rounds the number of places up, so that a kernel that sticks out at the end counts"]

from solutions.lab03_convolution import *


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride must be at least 1")
    if padding < 0:
        raise ValueError("padding must not be negative")
    room = size + 2 * padding - kernel
    if room < 0:
        raise ValueError("kernel does not fit")
    return int(np.ceil(room / stride)) + 1
