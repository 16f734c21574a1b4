"""The browser part: writes each report to the record, and a last line that says it came to its end."""

import copy
import json
import os
from pathlib import Path

import pytest

RECORD = Path(os.environ["VIGIL_BROWSER_RECORD"])
ENDED_WELL = {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED}


class Recorder:
    def __init__(self, config):
        self.config = config
        self.file = RECORD.open("w", encoding="utf-8")

    def write(self, row):
        self.file.write(json.dumps(row) + "\n")
        self.file.flush()

    def pytest_runtest_logreport(self, report):
        self.write(self.plain(report))

    def pytest_collectreport(self, report):
        if report.failed:
            self.write(self.plain(report))

    def plain(self, report):
        """A report as JSON; which process ran it is a live object, and nobody's business later."""
        bare = copy.copy(report)
        vars(bare).pop("node", None)
        return self.config.hook.pytest_report_to_serializable(config=self.config, report=bare)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, exitstatus):
        self.write({"ended_well": exitstatus in ENDED_WELL})

    def pytest_unconfigure(self):
        self.file.close()


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(config), "browser-record")
