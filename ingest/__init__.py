"""Files to Documents: one backend a format, every character once, with its place."""
