"""Where static files live: hashed names, compressed, ES module imports rewritten to the hashed names, and each
entry style sheet folded into one file."""

import re
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRIES = ("css/public.css", "css/console.css")
IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
ACCENT = re.compile(r"--accent-hue:\s*[\d.]+")


def fold(storage: StaticFilesStorage, entry: str) -> str:
    """The entry with every imported layer in place, without comments, in the brand's accent."""

    def inline(match: "re.Match[str]") -> str:
        with storage.open(f"css/{match[1]}") as file:
            return f"@layer {match[2]}{{{file.read().decode()}}}"

    with storage.open(entry) as file:
        whole = IMPORT.sub(inline, file.read().decode())
    whole = ACCENT.sub(f"--accent-hue: {settings.BRAND_ACCENT_HUE}", COMMENT.sub("", whole))
    return re.sub(r"\s*\n\s*", "\n", whole).strip()


class StaticFiles(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Only our own modules have their imports rewritten: the pattern also fits text inside packaged scripts."""
        super().__init__(*args, **kwargs)
        patterns: dict[str, Any] = vars(self)["_patterns"]
        self._patterns = {"js/*.js" if glob == "*.js" else glob: found for glob, found in patterns.items()}

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Any:
        """Folds the entries before names are hashed, so that a page asks for one or two style sheets, not thirty."""
        for entry in ENTRIES if not dry_run else ():
            if entry in paths:
                folded = fold(self, entry)
                self.delete(entry)
                self._save(entry, ContentFile(folded.encode()))
                paths[entry] = (self, entry)
        yield from super().post_process(paths, dry_run, **options)
