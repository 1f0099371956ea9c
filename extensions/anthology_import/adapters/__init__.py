"""Systems that posts come from: each adapter makes the neutral records of what it reads."""
