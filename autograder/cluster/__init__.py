"""Judging on other machines, with Dask: submissions go there and records come back, both as JSON."""
