"""Judging by replay: cases drawn once and frozen, the calls they lead to recorded once, a batch a question.

suite (collected by pytest) -> cases (drawn, frozen, hashed) -> scripts (recorded with the reference) -> verdicts.
"""
