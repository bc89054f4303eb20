"""The Teams app package: the manifest, our own icons and the Spanish words, zipped. Standard library only."""

from chatdesk.adapters.teams.package.archive import Files, archive
from chatdesk.adapters.teams.package.manifest import SCHEMAS, AppDetails, WrongDetail, manifest, package_files

__all__ = ["SCHEMAS", "AppDetails", "Files", "WrongDetail", "archive", "manifest", "package_files"]
