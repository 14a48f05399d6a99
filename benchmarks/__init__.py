"""How fast newsarchive is, and other generators on the same articles. Nothing here is installed."""
