"""A site is published whole or not at all: by a push to a server, or as a branch for a host."""
