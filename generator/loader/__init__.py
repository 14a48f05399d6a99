"""Every file below `content/` is an article, a translation, the topics' file, or a problem."""

from generator.loader.catalogue import Content, Library, load_content, reading_rules
from generator.loader.matter import FrontMatter
from generator.loader.records import Reading, decode_article
from generator.loader.sources import body_key, read_body
from generator.loader.topics import TopicMatter

__all__ = [
    "Content",
    "FrontMatter",
    "Library",
    "Reading",
    "TopicMatter",
    "body_key",
    "decode_article",
    "load_content",
    "read_body",
    "reading_rules",
]
