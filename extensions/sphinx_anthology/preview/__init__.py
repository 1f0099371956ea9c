"""The live preview: builds that are kept warm, and a server that shows them."""
