"""Posts of other systems, brought in: adapters, records, resolver, writer, verifier, report.

Nothing here knows Sphinx, opens a socket, or trusts what it reads.
"""
