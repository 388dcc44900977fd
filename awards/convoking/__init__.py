"""Giấy mời họp: its words, its paper, what is missing, who has opened it."""
