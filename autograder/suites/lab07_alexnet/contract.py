"""What the functions of lab07_alexnet return, in order; a name alone means a single value, `cache` stays in the sandbox."""

RETURNS = {"squared_norm": "out"}
