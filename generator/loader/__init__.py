"""Every file below `content/` is an article, a translation, the topics' file, or a problem."""

from generator.loader.catalogue import (
    Content,
    Library,
    load_content,
    reading_rules,
    reload_content,
)
from generator.loader.files import Found, content_files
from generator.loader.records import Reading, decode_article
from generator.loader.sources import body_key, read_body

__all__ = [
    "Content",
    "Found",
    "Library",
    "Reading",
    "body_key",
    "content_files",
    "decode_article",
    "load_content",
    "read_body",
    "reading_rules",
    "reload_content",
]
