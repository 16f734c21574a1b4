"""The second part: counts the browser part's reports as its own."""

import json
import os
from pathlib import Path

import pytest

RECORD = Path(os.environ["VIGIL_BROWSER_RECORD"])


class BrowserPart:
    """What the record says. A record that is missing or has no end means the browser part broke down."""

    def __init__(self, config):
        rows = (
            [json.loads(line) for line in RECORD.read_text(encoding="utf-8").splitlines()]
            if RECORD.exists()
            else []
        )
        self.ended_well = bool(rows) and rows[-1].get("ended_well") is True
        self.reports = [
            config.hook.pytest_report_from_serializable(config=config, data=row)
            for row in rows
            if "ended_well" not in row
        ]


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Adder(config), "browser-adder")


class Adder:
    def __init__(self, config):
        self.config = config
        self.part = BrowserPart(config)

    def pytest_sessionfinish(self, session, exitstatus):
        terminal = self.config.pluginmanager.get_plugin("terminalreporter")
        for report in self.part.reports:
            terminal.stats.setdefault(self.category(report), []).append(report)
        failed = any(report.failed for report in self.part.reports)
        if exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED} and self.part.reports:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED if failed else pytest.ExitCode.OK
        if not self.part.ended_well:
            terminal.write_line("The browser part broke down before its end; its lines are above.", red=True)
            session.exitstatus = pytest.ExitCode.INTERNAL_ERROR

    def category(self, report):
        if not hasattr(report, "when") or report.when == "collect":
            return "error"
        category, _letter, _word = self.config.hook.pytest_report_teststatus(
            report=report, config=self.config
        )
        return category
