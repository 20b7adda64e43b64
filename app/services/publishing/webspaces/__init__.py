"""The kinds of webspace, a module each; the library that it needs is imported on first use."""
