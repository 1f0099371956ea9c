"""What machines read of the site: tags in the heads of pages, and files beside them."""
