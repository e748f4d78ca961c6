"""The part of the Hub's API that scripts/fetch_dumps.py needs, on this machine: a dataset's commit,
its files page by page, and their content, which a second server (the CDN) hands out in ranges."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

COMMIT = "c0ffee" + "0" * 34
PAGE = 2  # entries of a page of the listing


@dataclass
class Hub:
    dataset: str
    files: dict[str, bytes]
    in_git: set[str] = field(default_factory=set)  # too small for LFS
    told_sizes: dict[str, int] = field(default_factory=dict)
    told_digests: dict[str, str] = field(default_factory=dict)
    says: tuple[int, bytes] | None = None  # to whatever is asked
    token: str = ""  # without it: 401
    cut_after: int = 0  # bytes of the first answer of each file, then the connection ends
    hang_after: int = 0  # bytes of every answer, then silence
    endpoint: str = ""
    cdn: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)  # path and Range, at the CDN
    headers_at_cdn: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def entry(self, path: str) -> dict:
        content = self.files[path]
        size = self.told_sizes.get(path, len(content))
        sha1 = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
        entry = {"type": "file", "path": path, "size": size, "oid": sha1}
        if path not in self.in_git:
            sha256 = self.told_digests.get(path, hashlib.sha256(content).hexdigest())
            entry["lfs"] = {"oid": sha256, "size": size,
                            "pointerSize": 134}
        return entry

    def entries(self) -> list[dict]:
        folders = {path.rsplit("/", 1)[0] for path in self.files if "/" in path}
        return [{"type": "directory", "path": folder, "size": 0, "oid": "0" * 40}
                for folder in sorted(folders)] + [self.entry(path) for path in sorted(self.files)]


class HubHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        hub, split = self.hub, urlsplit(self.path)
        if hub.says:
            return self.answer(*hub.says)
        if hub.token and self.headers.get("Authorization") != f"Bearer {hub.token}":
            return self.answer(401, b'{"error": "Invalid credentials"}')
        if split.path.startswith("/api/") and not split.path.startswith(
                f"/api/datasets/{hub.dataset}/"):
            return self.answer(404, X_Error_Code="RepoNotFound")
        if match := re.fullmatch(r"/api/datasets/[^/]+/[^/]+/revision/(.+)", split.path):
            if match[1] not in ("main", COMMIT):
                return self.answer(404, X_Error_Code="RevisionNotFound")
            return self.answer(200, json.dumps({"id": hub.dataset, "sha": COMMIT}).encode(),
                               Content_Type="application/json")
        if split.path == f"/api/datasets/{hub.dataset}/tree/{COMMIT}":
            return self.answer_page(split.path, int(parse_qs(split.query).get("cursor", ["0"])[0]))
        prefix = f"/datasets/{hub.dataset}/resolve/{COMMIT}/"
        if split.path.startswith(prefix) and split.path[len(prefix):] in hub.files:
            path = split.path[len(prefix):]
            return self.answer(302, Location=f"{hub.cdn}/{path}", X_Repo_Commit=COMMIT,
                               X_Linked_Size=str(len(hub.files[path])),
                               X_Linked_ETag=f'"{hashlib.sha256(hub.files[path]).hexdigest()}"')
        return self.answer(404, X_Error_Code="EntryNotFound")

    def answer_page(self, path: str, first: int) -> None:
        entries = self.hub.entries()
        headers = {"Content_Type": "application/json"}
        if first + PAGE < len(entries):
            link = f"{self.hub.endpoint}{path}?recursive=true&cursor={first + PAGE}"
            headers["Link"] = f'<{link}>; rel="next"'
        self.answer(200, json.dumps(entries[first:first + PAGE]).encode(), **headers)


class CdnHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        hub, path = self.hub, self.path[1:]
        asked = self.headers.get("Range", "")
        is_first = path not in [before for before, _ in hub.asked]
        hub.asked.append((path, asked))
        hub.headers_at_cdn += self.headers.keys()
        content = hub.files[path]
        start = int(re.fullmatch(r"bytes=(\d+)-", asked)[1]) if asked else 0
        body = content[start:]
        self.send_response(206 if asked else 200)
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if hub.hang_after:
            self.wfile.write(body[:hub.hang_after])
            self.wfile.flush()
            hub.released.wait(30)
            self.close_connection = True
        elif hub.cut_after and is_first:
            self.wfile.write(body[:hub.cut_after])
            self.close_connection = True
        else:
            self.wfile.write(body)


@contextlib.contextmanager
def serve(hub: Hub) -> Iterator[Hub]:
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (handler,), {"hub": hub}))
               for handler in (HubHandler, CdnHandler)]
    hub.endpoint, hub.cdn = (f"http://127.0.0.1:{server.server_port}" for server in servers)
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield hub
    finally:
        hub.released.set()
        for server in servers:
            server.shutdown()
            server.server_close()
