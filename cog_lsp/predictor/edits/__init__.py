"""A keystroke costs what it changed."""
