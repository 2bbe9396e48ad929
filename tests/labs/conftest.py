"""labkit importable by its name, as for students, whose copy lies beside their notebook."""

import os
import sys

import matplotlib

from autograder.labs import assignments_folder

matplotlib.use("Agg")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # kernels beside other tests: more threads than cores take longer
sys.path.append(str(assignments_folder()))
