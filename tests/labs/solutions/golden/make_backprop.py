"""Write backprop.json with PyTorch, an independent implementation.

Run it as `python tests/labs/solutions/golden/make_backprop.py`. It needs torch (`pip install gradlab[oracle]`); the
tests that read the file do not.
"""

import json
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("backprop.json")
KINDS = ("linear", "relu", "tanh", "softmax_cross_entropy", "sgd_momentum", "network")
STORED = 5  # cases of each kind


def question(kind, seed):
    """Inputs of one case: sizes, scales and values are drawn; nothing is centred, and sizes start at 1."""
    rng = np.random.default_rng([KINDS.index(kind), seed])
    N, D, M, C = (int(size) for size in rng.integers((1, 1, 1, 2), (8, 7, 7, 7)))
    if kind == "linear":
        shapes = {"x": (N, D), "w": (D, M), "b": (M,), "dout": (N, M)}
        return {name: _numbers(rng, shape) for name, shape in shapes.items()}
    if kind in ("relu", "tanh"):
        shape = tuple(int(size) for size in rng.integers(1, 5, rng.integers(1, 5)))
        return {"x": _numbers(rng, shape, rng.choice([0.3, 3, 30])), "dout": _numbers(rng, shape)}
    if kind == "softmax_cross_entropy":
        return {"scores": _numbers(rng, (N, C), rng.choice([0.1, 3, 100, 1e4])), "y": rng.integers(0, C, N)}
    if kind == "sgd_momentum":
        shape = [(D,), (D, M), (2, D, 3)][seed % 3]
        rates = {"lr": float(10 ** rng.uniform(-3, 0)), "momentum": [0.0, 0.5, 0.9, 0.99][seed % 4]}
        return {"param": _numbers(rng, shape), "grads": _numbers(rng, (3, *shape))} | rates
    shapes = {"x": (N, D), "w1": (D, M), "b1": (M,), "w2": (M, C), "b2": (C,)}
    return {name: _numbers(rng, shape) for name, shape in shapes.items()} | {"y": rng.integers(0, C, N)}


def answer(kind, case):
    """What PyTorch says."""
    import torch
    from torch.nn import functional

    t = {name: torch.tensor(value, requires_grad=np.asarray(value).dtype.kind == "f") for name, value in case.items()}
    if kind == "softmax_cross_entropy":
        loss = functional.cross_entropy(t["scores"], t["y"])
        loss.backward()
        return {"loss": loss.item(), "dscores": t["scores"].grad.numpy()}
    if kind == "sgd_momentum":
        return _steps(torch, case)
    if kind == "network":
        h = torch.tanh(t["x"] @ t["w1"] + t["b1"])
        loss = functional.cross_entropy(h @ t["w2"] + t["b2"], t["y"])
        loss.backward()
        return {"loss": loss.item()} | {f"d{name}": t[name].grad.numpy() for name in ("x", "w1", "b1", "w2", "b2")}
    if kind == "linear":
        out = functional.linear(t["x"], t["w"].T, t["b"])  # PyTorch keeps its weights as (M, D)
    else:
        out = {"relu": torch.relu, "tanh": torch.tanh}[kind](t["x"])
    out.backward(t["dout"].detach())
    gradients = {f"d{name}": value.grad.numpy() for name, value in t.items() if name != "dout"}
    return {"out": out.detach().numpy()} | gradients


def _steps(torch, case):
    """The parameter and PyTorch's velocity after each step. Its convention: v = momentum * v + grad, param -= lr * v.

    So its velocity times -lr is ours: v = momentum * v - lr * grad, param += v. Both start at 0, as lr stays the same.
    """
    param = torch.tensor(case["param"], requires_grad=True)
    optimiser = torch.optim.SGD([param], lr=case["lr"], momentum=case["momentum"])
    params, velocities = [], []
    for grad in case["grads"]:
        param.grad = torch.tensor(grad)
        optimiser.step()
        buffer = optimiser.state[param].get("momentum_buffer")  # None for plain gradient descent
        params.append(param.detach().numpy().copy())
        velocities.append(grad if buffer is None else buffer.numpy().copy())
    return {"params": np.array(params), "torch_velocities": np.array(velocities)}


def main():
    """Write every case with its inputs, PyTorch's answers and where they come from, one line a value."""
    import torch

    source = {
        "made_by": "tests/labs/solutions/golden/make_backprop.py",
        "torch": torch.__version__,
        "numpy": np.__version__,
    }
    texts = []
    for kind in KINDS:
        for seed in range(STORED):
            case = question(kind, seed)
            values = {"kind": kind, "seed": seed} | case | answer(kind, case)
            lines = [f"  {json.dumps(key)}: {json.dumps(_plain(value))}" for key, value in values.items()]
            texts.append("{\n" + ",\n".join(lines) + "\n}")
    FILE.write_text(f'{{\n"source": {json.dumps(source)},\n"cases": [' + ",\n".join(texts) + "]\n}\n")


def _numbers(rng, shape, scale=1.0):
    return rng.normal(0.3 * scale, scale, shape)


def _plain(value):
    return value.tolist() if isinstance(value, np.ndarray) else value


if __name__ == "__main__":
    main()
