"""From the Markdown of an article to the body of its page."""

from generator.markdown.body import Block, Body, NestedError, render_body
from generator.markdown.marking import marked
from generator.markdown.outline import Heading
from generator.markdown.prose import Passage, opening

__all__ = ["Block", "Body", "Heading", "NestedError", "Passage", "marked", "opening", "render_body"]
