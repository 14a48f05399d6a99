"""A preview is the site that a build would make, each page made when it is asked for."""

from generator.preview.server import Server, listening, run, serving
from generator.preview.site import Preview

__all__ = ["Preview", "Server", "listening", "run", "serving"]
