"""Write normalization.json with PyTorch, an independent implementation.

`python tests/labs/solutions/golden/make_normalization.py` needs torch (`pip install gradlab[oracle]`); the tests that
read the file do not.
"""

import json
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("normalization.json")
FUSED = ("conv_batchnorm", "batchnorm_conv")
KINDS = ("batch", "layer", "group", "instance", *FUSED)


def question(kind, seed):
    """Inputs of one case: sizes, hyper-parameters and numbers at random; nothing is centred, nothing is 0 or 1."""
    rng = np.random.default_rng([KINDS.index(kind), seed])
    N, C, H, W = (int(n) for n in rng.integers(1, 6, 4))
    case = {"kind": kind, "eps": float(rng.choice([1e-5, 1e-1, 1e-3, 1e-8]))}
    if kind in FUSED:
        return case | _layers(kind, rng, N, C)
    if kind == "batch" and N * H * W == 1:
        N = 2  # PyTorch has no training on a single value
    if kind == "instance" and H * W == 1:
        H = 2
    shape = (N, C, H, W)
    if kind == "layer":
        shape = (N, *shape[1 : rng.integers(2, 5)])
    if kind == "group":
        case["groups"] = int(rng.integers(1, 5))
        shape = (N, case["groups"] * int(rng.integers(1, 4)), H, W)
    if kind == "batch":
        case |= {"training": bool(rng.integers(2)), "momentum": float(rng.choice([0.9, 0.5, 0.99, 0.0]))}
        case |= {"running_mean": rng.normal(size=C), "running_var": rng.uniform(0.5, 3, C)}
    parameters = shape[1:] if kind == "layer" else shape[1]
    return case | {
        "x": rng.normal(rng.normal(size=shape[1:]) * 3, 2, shape),
        "gamma": rng.normal(1, 1, parameters),
        "beta": rng.normal(size=parameters),
        "dout": rng.normal(size=shape),
    }


def _layers(kind, rng, N, C):
    """A convolution and a batch normalisation in evaluation; C channels come in."""
    F, KH, KW, stride = (int(n) for n in rng.integers(1, 5, 4))
    D = F if kind == "conv_batchnorm" else C
    return {
        "x": rng.normal(1, 2, (N, C, KH + int(rng.integers(5)), KW + int(rng.integers(5)))),
        "w": rng.normal(size=(F, C, KH, KW)),
        "b": rng.normal(size=F),
        "gamma": rng.normal(1, 1, D),
        "beta": rng.normal(size=D),
        "running_mean": rng.normal(size=D),
        "running_var": rng.uniform(0.5, 3, D),
        "stride": stride,
        "padding": int(rng.integers(3)) if kind == "conv_batchnorm" else 0,
    }


def answer(case):
    """What PyTorch says; its momentum is 1 - ours, its running variance takes the batch variance times m / (m - 1)."""
    import torch
    import torch.nn.functional as F

    tensors = {name: torch.tensor(value) for name, value in case.items() if isinstance(value, np.ndarray)}
    statistics = [tensors.get(name) for name in ("running_mean", "running_var")]
    x, gamma, beta = (tensors[name].requires_grad_() for name in ("x", "gamma", "beta"))
    kind, eps = case["kind"], case["eps"]
    if kind in FUSED:

        def convolve(u):
            return F.conv2d(u, tensors["w"], tensors["b"], case["stride"], case["padding"])

        def normalise(u):
            return F.batch_norm(u, *statistics, gamma, beta, False, 0.1, eps)

        out = normalise(convolve(x)) if kind == "conv_batchnorm" else convolve(normalise(x))
        return {"out": out.detach().numpy()}
    if kind == "batch":
        out = F.batch_norm(x, *statistics, gamma, beta, case["training"], 1 - case["momentum"], eps)
    elif kind == "layer":
        out = F.layer_norm(x, x.shape[1:], gamma, beta, eps)
    elif kind == "group":
        out = F.group_norm(x, case["groups"], gamma, beta, eps)
    else:
        out = F.instance_norm(x, weight=gamma, bias=beta, eps=eps)
    out.backward(tensors["dout"])
    found = {"out": out.detach(), "dx": x.grad, "dgamma": gamma.grad, "dbeta": beta.grad}
    if kind == "batch":
        found |= {"torch_running_mean": statistics[0], "torch_running_var": statistics[1]}
    return {name: value.numpy() for name, value in found.items()}


def main():
    """Write three small cases of each kind with PyTorch's answers and where they come from, one line a value."""
    import torch

    made_by = "tests/labs/solutions/golden/make_normalization.py"
    source = {"made_by": made_by, "torch": torch.__version__, "numpy": np.__version__}
    texts = []
    for case in (case for kind in KINDS for case in _small(kind)):
        values = case | answer(case)
        lines = [f"  {json.dumps(key)}: {json.dumps(_plain(value))}" for key, value in values.items()]
        texts.append("{\n" + ",\n".join(lines) + "\n}")
    FILE.write_text(f'{{\n"source": {json.dumps(source)},\n"cases": [' + ",\n".join(texts) + "]\n}\n")


def _small(kind):
    cases = (question(kind, seed) for seed in range(100))
    fit = [case for case in cases if 20 <= case["x"].size <= 60 and case["x"].shape[1] > 1]
    return [case for case in fit if 1 < case.get("groups", 2) < case["x"].shape[1] or kind != "group"][:3]


def _plain(value):
    return value.tolist() if isinstance(value, np.ndarray) else value


if __name__ == "__main__":
    main()
