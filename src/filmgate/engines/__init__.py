"""Engines: each turns an order into files, and knows none of the others."""
