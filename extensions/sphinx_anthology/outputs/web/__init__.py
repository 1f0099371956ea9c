"""Files for web servers and crawlers: sitemap, robots.txt, redirects, CITATION.cff."""
