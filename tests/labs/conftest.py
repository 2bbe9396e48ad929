"""labkit importable by its name, as for students, whose copy lies beside their notebook."""

import sys

import matplotlib

from autograder.labs import assignments_folder

matplotlib.use("Agg")
sys.path.append(str(assignments_folder()))
