"""Submissions and rosters from other systems: whose file is which, then all of it or nothing."""
