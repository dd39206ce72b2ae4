"""The web application as a folder of static files: it runs in the browser itself, and cases never leave it.

`packing` writes the folder, `packages` and `runtime` say what it is made of, `in_browser` is what runs there.
"""
