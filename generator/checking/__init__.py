"""The checks of the content that stop no build, by what they look at."""

from generator.checking.finding import CHECKS, Check, Finding

__all__ = ["CHECKS", "Check", "Finding"]
