"""Luật tiến độ: how results are read, added up and judged, as values.

Nothing here knows a database: what a report says comes in as values and goes out as values.
"""
