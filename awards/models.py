"""Khen thưởng: proposals, council, decisions stand on campaigns."""
