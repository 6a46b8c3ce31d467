"""The checks of a proof: one rule, one function."""
