"""Trình cấp trên: words, paper and list of what a council passed and a superior confers."""
