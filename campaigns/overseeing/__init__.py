"""Theo dõi: where a campaign stands, read from what was approved, for who runs it."""
