"""The use cases, one file each. The command line and the pages are two faces over them."""
