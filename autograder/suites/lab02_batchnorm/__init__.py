"""The hidden suite of lab 2, batch normalisation."""
