"""Generate the secret key once, readable by its owner alone: `secret_key.py FILE`."""

import os
import secrets
import sys
from pathlib import Path


def ensure(path: Path) -> bool:
    """Write a new key unless there is one already; two processes at once agree on the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    try:
        draft.write_text(secrets.token_urlsafe(48) + "\n")
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


if __name__ == "__main__" and ensure(Path(sys.argv[1])):
    print(f"Generated a secret key in {sys.argv[1]}.", flush=True)
