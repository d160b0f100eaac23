"""Analyses of an aligned talk, one module each; `registry` lists them."""
