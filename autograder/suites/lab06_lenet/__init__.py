"""The hidden suite of lab06_lenet."""
