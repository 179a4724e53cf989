"""Pixels and samples: fetched, decoded, converted, encoded and verified."""
