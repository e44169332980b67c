"""Tools of the repository: they make what is committed beside the code, and are not part of the package."""
