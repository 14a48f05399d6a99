"""What the site contains: every page of both editions, planned from the archive."""

from generator.pages.plan import plan_pages

__all__ = ["plan_pages"]
