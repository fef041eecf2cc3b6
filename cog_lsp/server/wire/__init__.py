"""Bytes and messages; the only place with private names of pygls."""
