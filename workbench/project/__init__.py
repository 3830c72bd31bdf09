"""The project's folder: which files may be read and written, and how."""

from workbench.project.changes import Change
from workbench.project.project import Project
from workbench.project.reading import FileText
from workbench.project.safe_yaml import load_yaml

__all__ = ["Change", "FileText", "Project", "load_yaml"]
