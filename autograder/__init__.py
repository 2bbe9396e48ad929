"""gradlab: hidden suites judge students' NumPy layers across a sandbox wall."""

__version__ = "0.1.0"
