"""Dữ liệu trình diễn: five campaigns modelled on real plans, and the people who act in them.

Facts, figures, units and dates are those of plans that Vietnamese authorities made between
2018 and 2023; the wording is our own and every person is invented. Nothing here is used
outside demonstration mode (``seed_demo``).
"""
