"""The interface's strings: found in the code, kept in `locale/`, compiled and checked, all without system gettext."""

from helpdesk.lib.catalogs.extract import extract
from helpdesk.lib.catalogs.faults import Fault, faults_of, faults_of_message
from helpdesk.lib.catalogs.store import (
    catalog_path,
    compile_changed,
    fill,
    load,
    missing,
    translated_languages,
    update,
)

__all__ = [
    "Fault",
    "catalog_path",
    "compile_changed",
    "extract",
    "faults_of",
    "faults_of_message",
    "fill",
    "load",
    "missing",
    "translated_languages",
    "update",
]
