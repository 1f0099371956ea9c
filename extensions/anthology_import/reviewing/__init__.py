"""What the import would not decide alone: asked in a file, answered by the editor, read again."""
