"""Công khai: what citizens read of nominees and decisions, and for how long."""
