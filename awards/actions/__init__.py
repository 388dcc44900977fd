"""Everything that changes what is proposed, weighed, decided: one function, one act."""
