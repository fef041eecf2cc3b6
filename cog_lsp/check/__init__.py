"""Runs the rules over one model, and keeps what did not change."""
