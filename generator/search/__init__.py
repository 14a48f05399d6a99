"""The index that a reader's browser searches is small files, of which one article changes few."""

from generator.search.blocks import Block, Indexed, Wanted, blocks_of, index_blocks
from generator.search.directory import Directory
from generator.search.postings import Found

__all__ = ["Block", "Directory", "Found", "Indexed", "Wanted", "blocks_of", "index_blocks"]
