"""What the web asks of a site: sitemap, robots.txt, redirects, CITATION.cff."""
