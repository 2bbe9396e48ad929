"""The hidden suite of lab 4, pooling and the arithmetic of convolutions."""
