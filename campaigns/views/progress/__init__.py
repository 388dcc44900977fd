"""Trang của việc thực hiện phong trào."""
