"""Việc khi thực hiện phong trào: laying down, reporting, receiving."""
