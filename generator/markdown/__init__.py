"""From the Markdown of an article to the body of its page."""

from generator.markdown.body import Block, Body, render_body
from generator.markdown.marking import marked
from generator.markdown.outline import Heading
from generator.markdown.prose import Passage, opening

__all__ = ["Block", "Body", "Heading", "Passage", "marked", "opening", "render_body"]
