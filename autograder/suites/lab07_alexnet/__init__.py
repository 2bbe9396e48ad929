"""The hidden suite of lab07_alexnet."""
