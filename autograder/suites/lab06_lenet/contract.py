"""What the functions of lab 6 return, in order; a name alone means a single value."""

RETURNS = {
    "lenet5_rows": "rows",
    "shape_trace": "trace",
    "build_lenet5": "network",
    "early_stopping": ("stop_epoch", "best_epoch"),
    "train": "history",
}
SECONDS = {"train": 20, "build_lenet5": 10}
FIXED = ("forward", "backward", "train")  # images are (N, 1, 32, 32), scores (N, 10)
