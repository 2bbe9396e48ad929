"""Write pooling.json with PyTorch, an independent implementation: `python tests/labs/solutions/golden/make_pooling.py`.

Needs torch (`pip install gradlab[oracle]`); the tests that read the file do not.
"""

import json
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("pooling.json")
KINDS = ("max", "avg", "global", "compose", "cost", "field")
STORED = {kind: 3 for kind in KINDS}


def question(kind, seed):
    """Inputs of one case: sizes, kernels and strides of every relation, and no two values of x alike."""
    rng = np.random.default_rng([KINDS.index(kind), seed])
    N, C, H, W = (int(n) for n in rng.integers((1, 1, 2, 2), (4, 5, 9, 9)))
    KH, KW = int(rng.integers(1, H + 1)), int(rng.integers(1, W + 1))
    stride = int(rng.integers(1, max(KH, KW) + 3))
    case = {"kind": kind}
    if kind in ("max", "avg"):
        square = rng.random() < 0.3
        kernel = min(KH, KW) if square else (KH, KW)
        KH, KW = (kernel, kernel) if square else (KH, KW)
        case |= {"kernel": kernel, "stride": stride, "x": rng.normal(-1, 2, (N, C, H, W))}
        case["dout"] = rng.normal(size=(N, C, (H - KH) // stride + 1, (W - KW) // stride + 1))
    elif kind == "global":
        case |= {"x": rng.normal(-1, 2, (N, C, H, W)), "dout": rng.normal(size=(N, C, 1, 1))}
    elif kind == "compose":
        F1, F2, KH1, KW1, KH2, KW2 = (int(n) for n in rng.integers(1, 5, 6))
        case |= {"w1": rng.normal(size=(F1, C, KH1, KW1)), "w2": rng.normal(size=(F2, F1, KH2, KW2))}
        case["x"] = rng.normal(size=(N, C, KH1 + KH2 + KH % 3, KW1 + KW2 + KW % 3))
    elif kind == "cost":
        case |= {"input_shape": (C, H * 5, W * 5), "filters": int(rng.integers(1, 9)), "kernel": (KH, KW)}
        case |= {"stride": stride, "padding": int(rng.integers(0, 4))}
    else:
        depth = int(rng.integers(0, 5))
        case["layers"] = [(int(k), int(s)) for k, s in rng.integers(1, (6, 4), (depth, 2))]
    return case


def answer(case):
    """What PyTorch says, by autograd and by its own counters."""
    import torch

    functional = torch.nn.functional
    kind = case["kind"]
    if kind == "compose":
        x, w1, w2 = (torch.tensor(case[name]) for name in ("x", "w1", "w2"))
        return {"out": functional.conv2d(functional.conv2d(x, w1), w2).numpy()}
    if kind == "cost":
        return _cost(case, torch)
    if kind == "field":
        return {"field": _field(case["layers"], torch)}
    x = torch.tensor(case["x"], requires_grad=True)
    if kind == "global":
        out = functional.adaptive_avg_pool2d(x, 1)
    else:
        pool = functional.max_pool2d if kind == "max" else functional.avg_pool2d
        out = pool(x, case["kernel"], case["stride"])
    out.backward(torch.tensor(case["dout"]))
    return {"out": out.detach().numpy(), "dx": x.grad.numpy()}


def _cost(case, torch):
    """Parameters as PyTorch stores them; its counter takes a multiply-add for two operations, and no bias."""
    from torch.utils.flop_counter import FlopCounterMode

    C, filters = case["input_shape"][0], case["filters"]
    layer = torch.nn.Conv2d(C, filters, case["kernel"], case["stride"], case["padding"])
    with FlopCounterMode(display=False) as counter:
        layer(torch.zeros(1, *case["input_shape"]))
    return {
        "parameters": sum(p.numel() for p in layer.parameters()),
        "multiply_adds": counter.get_total_flops() // 2,
    }


def _field(layers, torch):
    """How far the pixels reach that get a gradient from the first output, through average poolings of one axis."""
    x = torch.ones(1, 1, 1000, dtype=torch.float64, requires_grad=True)
    out = x
    for kernel, stride in layers:
        out = torch.nn.functional.avg_pool1d(out, kernel, stride)
    out[0, 0, 0].backward()
    return int(x.grad[0, 0].nonzero().max()) + 1


def main():
    """Write every case with its inputs, PyTorch's answers and where they come from, one line a value."""
    import torch

    source = {
        "made_by": "tests/labs/solutions/golden/make_pooling.py",
        "torch": torch.__version__,
        "numpy": np.__version__,
    }
    texts = []
    for case in (question(kind, seed) for kind, count in STORED.items() for seed in range(count)):
        values = case | answer(case)
        lines = [f"  {json.dumps(key)}: {json.dumps(_plain(value))}" for key, value in values.items()]
        texts.append("{\n" + ",\n".join(lines) + "\n}")
    FILE.write_text(f'{{\n"source": {json.dumps(source)},\n"cases": [' + ",\n".join(texts) + "]\n}\n")


def _plain(value):
    return value.tolist() if isinstance(value, np.ndarray) else value


if __name__ == "__main__":
    main()
