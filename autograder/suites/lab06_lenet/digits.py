"""Real digits for a short training: some to train on, some to watch, and held-back ones, shifted and noisy.

`digits.npz` is the lab's own; students have it, too. What is held back here depends on the course's salt.
"""

from functools import cache
from typing import Any

import numpy as np
from hypothesis import strategies as st

from autograder.labs import assignments_folder
from autograder.suites.lab06_lenet.lenet import slots
from autograder.testkit import Case, oracle, seeds

Array = np.ndarray[Any, Any]
TRAIN, WATCH, HELD_BACK = 160, 30, 100
SHIFT = 2  # pixels of 32, up, down, left or right


@cache
def _all() -> tuple[Array, Array]:
    with np.load(assignments_folder() / "lab06_lenet" / "digits.npz") as found:
        return found["images"].astype("float64"), found["labels"].astype(int)


@st.composite
def digits(draw: st.DrawFn, /) -> Case:
    """Settings of a short training; `number` decides which digits are used for what."""
    return Case(
        number=draw(seeds()), epochs=3, batch_size=16, lr=0.05, momentum=0.9, patience=3, seed=draw(seeds()) % 999
    )


@oracle
def dealt(number: int) -> tuple[Array, Array, Array, Array, Array, Array]:
    """x, y, x_val, y_val, x_new, y_new; images (N, 1, 32, 32), mean 0 and variance 1 over all digits."""
    images, labels = _all()
    rng = np.random.default_rng(number)
    order = rng.permutation(len(labels))
    images = (images - images.mean()) / images.std()
    large = np.repeat(np.repeat(images, 4, axis=1), 4, axis=2)
    some, watched, new = np.split(order[: TRAIN + WATCH + HELD_BACK], [TRAIN, TRAIN + WATCH])
    shifted = np.stack([np.roll(image, rng.integers(-SHIFT, SHIFT + 1, 2), axis=(0, 1)) for image in large[new]])
    noisy = shifted + 0.2 * rng.standard_normal(shifted.shape)
    found = []
    for places, pictures in ((some, large[some]), (watched, large[watched]), (new, noisy)):
        found += [pictures[:, None], labels[places]]
    return tuple(found)  # type: ignore[return-value]


@oracle
def first_weights(number: int) -> tuple[Array, ...]:
    """Weights from N(0, 1 / inputs) and biases of 0, in the order of the slots."""
    rng = np.random.default_rng(number)
    return tuple(
        rng.standard_normal(slot.shape) / np.sqrt(slot.inputs) if len(slot.shape) > 1 else np.zeros(slot.shape)
        for slot in slots()
    )
