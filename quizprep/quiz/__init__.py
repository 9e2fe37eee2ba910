"""Asking: reading and grading answers, choosing what comes next."""
