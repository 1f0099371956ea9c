"""HTML as MyST Markdown, with a proof that it says the same."""
