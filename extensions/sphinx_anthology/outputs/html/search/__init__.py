"""Search: our own index for our theme, Sphinx's for any other."""
