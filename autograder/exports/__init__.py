"""Grades in the formats that learning platforms and build servers take: one module each, all from the same grades."""
