"""Quyết định khen thưởng: its words, its paper and its money, without writing anything."""
