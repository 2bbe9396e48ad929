"""Write convolution.json with PyTorch, an independent implementation.

Run it as `python tests/labs/solutions/golden/make_convolution.py`. It needs torch (`pip install gradlab[oracle]`); the
tests that read the file do not.
"""

import json
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("convolution.json")


# Shape of x, shape of w without its depth, stride, padding: rectangular, strides below, at and above the kernel, rows
# that no window reaches, padding larger than the kernel, an input that is smaller than the kernel but for its padding.
CONFIGURATIONS = [
    ((1, 1, 5, 5), (1, 3, 3), 1, 0),
    ((2, 3, 4, 6), (2, 3, 2), 1, 1),
    ((3, 2, 7, 4), (4, 2, 3), 2, 0),
    ((2, 1, 6, 5), (3, 4, 1), 3, 2),
    ((1, 4, 3, 8), (2, 2, 2), 2, 1),
    ((4, 2, 5, 3), (1, 2, 3), 4, 3),
    ((1, 2, 2, 1), (2, 5, 4), 1, 3),
    ((2, 5, 3, 4), (3, 1, 1), 1, 0),
    ((1, 3, 4, 2), (4, 1, 1), 1, 0),
    ((2, 2, 5, 6), (2, 1, 1), 2, 1),
]


def question(seed, x_shape, w_shape, stride, padding):
    """Inputs of one case, with three decimals: the file stays small."""
    rng = np.random.default_rng(seed)
    (N, C, H, W), (F, KH, KW) = x_shape, w_shape
    OH, OW = ((size + 2 * padding - kernel) // stride + 1 for size, kernel in ((H, KH), (W, KW)))
    return {
        "x": rng.normal(size=x_shape).round(3),
        "w": rng.normal(size=(F, C, KH, KW)).round(3),
        "b": rng.normal(size=F).round(3),
        "stride": stride,
        "padding": padding,
        "dout": rng.normal(size=(N, F, OH, OW)).round(3),
    }


def answer(case):
    """What PyTorch says; its convolution is a cross-correlation, too, and its arguments mean the same."""
    import torch

    x, w, b = (torch.tensor(case[name], requires_grad=True) for name in ("x", "w", "b"))
    out = torch.nn.functional.conv2d(x, w, b, case["stride"], case["padding"])
    out.backward(torch.tensor(case["dout"]))
    return {
        "out": out.detach().numpy(),
        "dx": x.grad.numpy(),
        "dw": w.grad.numpy(),
        "db": b.grad.numpy(),
    }


def main():
    """Write every case with its inputs, PyTorch's answers and where they come from, one line a value."""
    import torch

    source = {
        "made_by": "tests/labs/solutions/golden/make_convolution.py",
        "torch": torch.__version__,
        "numpy": np.__version__,
    }
    texts = []
    for seed, configuration in enumerate(CONFIGURATIONS):
        case = question(seed, *configuration)
        values = case | answer(case)
        lines = [f"  {json.dumps(key)}: {json.dumps(_plain(value))}" for key, value in values.items()]
        texts.append("{\n" + ",\n".join(lines) + "\n}")
    FILE.write_text(f'{{\n"source": {json.dumps(source)},\n"cases": [' + ",\n".join(texts) + "]\n}\n")


def _plain(value):
    return value.tolist() if isinstance(value, np.ndarray) else value


if __name__ == "__main__":
    main()
