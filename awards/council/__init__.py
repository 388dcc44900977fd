"""Hội đồng: how a vote is reckoned, who may cast one, and what a session comes to."""
