"""NumPy's warnings about wrong numbers, kept from whoever reads the terminal."""

import warnings

import numpy as np


class quiet(warnings.catch_warnings):
    """A block in which wrong answers, and what is worked out from them, may overflow in peace."""

    def __enter__(self) -> None:
        super().__enter__()
        warnings.simplefilter("ignore")
        self._errors = np.errstate(all="ignore")
        self._errors.__enter__()

    def __exit__(self, *exception: object) -> None:
        self._errors.__exit__(None, None, None)
        super().__exit__(*exception)  # type: ignore[arg-type]
