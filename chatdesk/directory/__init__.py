"""directory.yml: who is who, refused with file, line and advice where something is wrong."""

from chatdesk.directory.reading import DirectoryError, read_directory

__all__ = ["DirectoryError", "read_directory"]
