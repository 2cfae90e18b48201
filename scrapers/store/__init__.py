"""The only room that writes content."""
