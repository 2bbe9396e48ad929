LAB = "lab03_convolution"
MISTAKES = ["adds the bias inside the loop over the input channels, C times"]

from solutions.lab03_convolution import *


def conv_forward(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, CW, KH, KW = w.shape
    if CW != C:
        raise ValueError("channels!")
    OH, OW = conv_output_size(H, KH, stride, padding), conv_output_size(W, KW, stride, padding)
    p = padding
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), mode="constant")
    out = np.zeros((N, F, OH, OW), dtype=x.dtype)
    for n in range(N):
        for f in range(F):
            for c in range(C):
                for i in range(OH):
                    for j in range(OW):
                        r, s = i * stride, j * stride
                        out[n, f, i, j] += np.sum(xp[n, c, r : r + KH, s : s + KW] * w[f, c]) + b[f]
    return out, (x, w, stride, padding)
