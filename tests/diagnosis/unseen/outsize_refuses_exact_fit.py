LAB = "lab03_convolution"
MISTAKES = ["raises an error also for a kernel that is exactly as large as the padded input"]

from solutions.lab03_convolution import *


def conv_output_size(size, kernel, stride=1, padding=0):
    total = size + padding + padding
    if kernel >= total:
        raise ValueError(f"a kernel of {kernel} is too large for {total}")
    if stride < 1 or padding < 0:
        raise ValueError("bad stride or padding")
    places = 0
    start = 0
    while start + kernel <= total:
        places += 1
        start += stride
    return places
