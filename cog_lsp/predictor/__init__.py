"""What a predictor says, in two readings."""
