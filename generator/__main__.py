"""`python -m generator` is the command `newsarchive`."""

from generator.cli import run

run()
