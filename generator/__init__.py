"""A static site generator for a bilingual news archive."""

__version__ = "0.1.0"
