"""The grader's own exam of a lab's suite: what it would get wrong is found here, before a student is.

answers   answers whose grade is known beforehand get that grade
mutants   the solutions with one change anywhere fail
alarms    right answers pass, whatever the salt, on many more cases
slips     wrong answers fail the tests they name, whatever the salt
repeat    equal submissions give equal records, warm and cold, in any process
"""
