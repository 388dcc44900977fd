"""Ma trận quyền: every act and every address, tried by everybody (``units.powers``)."""
