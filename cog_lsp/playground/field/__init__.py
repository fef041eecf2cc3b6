"""One input as the field that people see."""
