"""A small IMAP server for tests: one mailbox, what it was asked, and a line that can break where a test says."""

import re
import socketserver
import threading
from contextlib import contextmanager

FETCH = re.compile(rb"UID FETCH (\d+)", re.IGNORECASE)
STORE = re.compile(rb"UID STORE (\d+)", re.IGNORECASE)


class Mailbox:
    """`mails` by uid; `breaks` are the commands (such as b"UID STORE 2") in whose midst the line is lost, once each.

    `refused` are the uids whose text the server answers NO to.
    """

    def __init__(self, mails):
        self.mails = dict(enumerate(mails, start=1))
        self.seen, self.breaks, self.asked, self.refused = set(), [], [], set()

    @property
    def unseen(self):
        return [uid for uid in self.mails if uid not in self.seen]


class Line(socketserver.StreamRequestHandler):
    """One connection."""

    @property
    def mailbox(self):
        return self.server.mailbox

    def handle(self):
        self.say(b"* OK ready")
        while line := self.rfile.readline():
            tag, _, command = line.strip().partition(b" ")
            self.mailbox.asked.append(command)
            broken = next((each for each in self.mailbox.breaks if command.upper().startswith(each)), None)
            if broken:
                self.mailbox.breaks.remove(broken)
            fetch = FETCH.match(command)
            if fetch and int(fetch[1]) in self.mailbox.refused:
                self.say(tag + b" NO not now")
                continue
            if not self.answer(command, half=bool(broken)):
                return
            self.say(tag + b" OK done")

    def say(self, line):
        self.wfile.write(line + b"\r\n")

    def answer(self, command, *, half):
        """What stands before OK; False hangs up."""
        name = command.upper()
        if name.startswith(b"CAPABILITY"):
            self.say(b"* CAPABILITY IMAP4rev1")
        elif name.startswith(b"LOGOUT"):
            self.say(b"* BYE")
        elif name.startswith(b"SELECT"):
            self.say(b"* %d EXISTS" % len(self.mailbox.mails))
        elif name.startswith(b"UID SEARCH"):
            self.say(b" ".join([b"* SEARCH", *(b"%d" % uid for uid in self.mailbox.unseen)]))
        elif fetch := FETCH.match(command):
            return self.fetch(int(fetch[1]), half)
        elif (store := STORE.match(command)) and not half:
            self.mailbox.seen.add(int(store[1]))
        return not half

    def fetch(self, uid, half):
        raw = self.mailbox.mails[uid]
        self.wfile.write(b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (uid, uid, len(raw)))
        self.wfile.write(raw[: len(raw) // 2] if half else raw + b")\r\n")
        return not half


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    mailbox: Mailbox


@contextmanager
def serving(mails):
    """Yields the mailbox and the address to poll it at."""
    with Server(("127.0.0.1", 0), Line) as server:
        server.mailbox = Mailbox(mails)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server.mailbox, f"imap://desk:p%40ss@127.0.0.1:{server.server_address[1]}/INBOX"
        server.shutdown()
        thread.join(5)
