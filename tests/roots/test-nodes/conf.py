"""A publication whose pages hold every node between them."""

project = "Book of Nodes"
extensions = ["sphinx_anthology", "sphinx.ext.todo", "sphinx.ext.ifconfig"]
html_baseurl = "https://nodes.example/"
copyright = "the makers"
version = release = "1"

numfig = True
todo_include_todos = True
html_use_index = True
rst_prolog = ".. |named| replace:: *replaced in every reStructuredText*\n"
myst_enable_extensions = {
    "amsmath",
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "dollarmath",
    "fieldlist",
    "replacements",
    "smartquotes",
    "strikethrough",
    "substitution",
    "tasklist",
}
myst_substitutions = {"harbour": "the **old** harbour"}
myst_heading_anchors = 3
suppress_warnings = ["myst.strikethrough", "design.fa-build"]  # what only HTML can show

anthology_tagline = "Everything that a page can hold"
anthology_license = "CC-BY-4.0"
anthology_trust = "editors"  # whose texts may run and hold what there is
anthology_as_of = "2026-06-30"
anthology_in_volumes = ["*"]
