"""What can be set and where it came from. The names of rules and topics are given, not imported."""
