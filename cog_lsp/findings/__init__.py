"""What a rule reports: records only."""
