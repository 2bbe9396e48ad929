"""The hidden suite of lab 6, LeNet-5 from its table to its training."""
