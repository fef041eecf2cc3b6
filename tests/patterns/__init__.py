"""No pattern of the package takes more than linear time."""
