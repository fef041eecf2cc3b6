"""A value in two readings: Python's and Cog's."""
