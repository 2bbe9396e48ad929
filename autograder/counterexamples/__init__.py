"""The smallest input that shows a mistake, as a snippet that students paste into their notebook.

What is found depends on time, so it stands beside a record, never in it. Every snippet has been run before it is shown:
with the reference it passes, with the submission it does not.
"""
