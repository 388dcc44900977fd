"""Luật của tiến độ: how figures are measured, added up and judged; values, no database."""
