"""Names the mistake: which wrong answer, which transform of the right one, gives the same on every case that failed."""

from autograder.diagnosis.bank import Named, WrongAnswer, read_wrong_answer, wrong_answers
from autograder.diagnosis.beyond import Diagnosed
from autograder.diagnosis.diagnose import Diagnosis

__all__ = ["Diagnosed", "Diagnosis", "Named", "WrongAnswer", "read_wrong_answer", "wrong_answers"]
