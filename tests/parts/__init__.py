"""Two pytest processes, one verdict.

Playwright's synchronous pages and asyncio tests cannot share a process, so the browser tests run first, in their own. That
process writes down its reports; the second adds them to its own, so that the last line counts every test and a failure of
either part is the suite's.
"""
