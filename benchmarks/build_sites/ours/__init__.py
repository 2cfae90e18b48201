"""The equal site by this project's own plugins."""
