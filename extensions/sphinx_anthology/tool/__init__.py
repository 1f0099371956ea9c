"""The command ``anthology``."""
