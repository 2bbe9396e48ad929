"""Write batchnorm.json with PyTorch, an independent implementation: run this file with Python.

Needs torch (`pip install gradlab[oracle]`); the tests that read the file do not.
"""

import json
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("batchnorm.json")
SHAPES = [(4, 3), (2, 3), (7, 1), (2, 3, 2, 3), (3, 2, 1, 4), (1, 4, 3, 2)]


def question(seed, shape, training):
    """Inputs of one case: nothing is centred, nothing is 0 or 1, running statistics are far from the data."""
    rng = np.random.default_rng(seed)
    C = shape[1]
    return {
        "x": rng.normal(rng.normal(size=C).reshape(1, C, *[1] * (len(shape) - 2)) * 3, 2, shape),
        "gamma": rng.normal(1, 1, C),
        "beta": rng.normal(size=C),
        "running_mean": rng.normal(size=C),
        "running_var": rng.uniform(0.5, 3, C),
        "training": training,
        "momentum": float(rng.choice([0.9, 0.5, 0.99])),
        "eps": float(rng.choice([1e-5, 1e-1, 1e-8])),
        "dout": rng.normal(size=shape),
    }


def answer(case):
    """What PyTorch says; its momentum is 1 - ours, its running variance takes the batch variance times m / (m - 1)."""
    import torch

    x, gamma, beta = (torch.tensor(case[name], requires_grad=True) for name in ("x", "gamma", "beta"))
    running_mean, running_var = torch.tensor(case["running_mean"]), torch.tensor(case["running_var"])
    out = torch.nn.functional.batch_norm(
        x, running_mean, running_var, gamma, beta, case["training"], 1 - case["momentum"], case["eps"]
    )
    out.backward(torch.tensor(case["dout"]))
    return {
        "out": out.detach().numpy(),
        "torch_running_mean": running_mean.numpy(),
        "torch_running_var": running_var.numpy(),
        "dx": x.grad.numpy(),
        "dgamma": gamma.grad.numpy(),
        "dbeta": beta.grad.numpy(),
    }


def main():
    """Write every case with its inputs, PyTorch's answers and where they come from, one line a value."""
    import torch

    made_by = "tests/labs/solutions/golden/make_batchnorm.py"
    source = {"made_by": made_by, "torch": torch.__version__, "numpy": np.__version__}
    cases = [question(seed, shape, mode) for seed, shape in enumerate(SHAPES) for mode in (True, False)]
    texts = []
    for case in cases:
        values = {"shape": case["x"].shape} | case | answer(case)
        lines = [f"  {json.dumps(key)}: {json.dumps(_plain(value))}" for key, value in values.items()]
        texts.append("{\n" + ",\n".join(lines) + "\n}")
    FILE.write_text(f'{{\n"source": {json.dumps(source)},\n"cases": [' + ",\n".join(texts) + "]\n}\n")


def _plain(value):
    return value.tolist() if isinstance(value, np.ndarray) else value


if __name__ == "__main__":
    main()
