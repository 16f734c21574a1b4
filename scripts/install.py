"""Make the virtual environment and fill it: `install.py VENV REQUIREMENTS`.

Runs under whatever Python the machine calls python3, so it keeps to words an old one understands and, when that one is
too old, looks for a newer one on the PATH.
"""

import os
import shutil
import subprocess
import sys
import time

OLDEST = (3, 11)
NEWER = ["python3.14", "python3.13", "python3.12", "python3.11"]


def main(venv: str, requirements: str) -> None:
    if sys.version_info < OLDEST:
        restart_with_newer_python()
    began = time.monotonic()
    python = os.path.join(venv, "bin", "python")
    if not works(python):
        make_environment(venv)
    install(python, requirements)
    say(f"The environment is ready ({time.monotonic() - began:.0f} s).")


def say(text: str) -> None:
    print(text, flush=True)


def restart_with_newer_python() -> None:
    for name in NEWER:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, *sys.argv])
    version = ".".join(str(part) for part in sys.version_info[:3])
    sys.exit(
        f"Vigil needs Python 3.11 or newer; {sys.executable} is {version}. Try: make PYTHON=/path/to/python3.11"
    )


def works(python: str) -> bool:
    """Is there an environment whose Python is new enough and still runs (a moved or upgraded one does not)?"""
    question = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([python, "-c", question], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def make_environment(venv: str) -> None:
    version = ".".join(str(part) for part in sys.version_info[:3])
    say(f"Making the virtual environment {venv} with Python {version} …")
    try:
        import ensurepip  # noqa: F401 - Debian leaves it out, and venv fails without it
        import venv as venv_module
    except ImportError:
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        sys.exit(f"Python's venv module is missing. On Debian or Ubuntu: sudo apt install {package}")
    try:
        venv_module.create(venv, clear=True, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"The virtual environment {venv} could not be made: {error}")


def install(python: str, requirements: str) -> None:
    with open(requirements, encoding="utf-8") as file:
        count = sum(1 for line in file if "==" in line)
    say(f"Installing {count} packages of {requirements}; the first time takes a minute or two …")
    command = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "-r", requirements]
    if subprocess.run(command).returncode:
        sys.exit(
            "The packages could not be installed; pip's lines above say why. Run the same command to try again."
        )


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
