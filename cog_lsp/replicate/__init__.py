"""Replicate's API: one model, its page and its examples. Asked only by who wants to know."""
