"""Điều một điều kiện tìm thấy: whether it is met, what is said, and more of the line."""

Found = tuple[bool, str, dict[str, str]]
