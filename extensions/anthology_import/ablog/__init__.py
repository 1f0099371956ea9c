"""ABlog sites: their posts become posts here, with the texts as they are."""
