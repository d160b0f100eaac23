"""The command that opens the pages in the browser."""

from __future__ import annotations

import socket
import threading
import time
import webbrowser
from pathlib import Path

import click

from talkcoach.errors import InputError

ADDRESS = "127.0.0.1"
PORT = 8501
TRIED = 100
"""Ports that are tried from `PORT` on."""

STARTING_SECONDS = 30.0
"""How long the browser waits for the first answer."""


@click.command("app")
@click.option("--port", metavar="N", type=click.IntRange(1, 65535), help=f"Where to listen. [default: {PORT}]")
@click.option("--no-browser", is_flag=True, help="Open no browser; only say the address.")
def app(port: int | None, no_browser: bool) -> None:
    """Prepare, rehearse and review talks in the browser.

    Only this computer can open the pages, and nothing leaves it. Ctrl-C stops them; a recording goes on.
    """
    chosen = _checked(port) if port else _free_port()
    url = f"http://{ADDRESS}:{chosen}"
    click.echo(f"talkcoach is at {url} (Ctrl-C stops it)")
    if not no_browser:
        threading.Thread(target=_open_browser, args=(url, chosen), daemon=True).start()
    _serve(chosen)


def _serve(port: int) -> None:
    """Serve until somebody stops it; what would let others in or send anything out is off whatever is set."""
    from streamlit.web.cli import main

    settings = {
        "server.port": port,
        "server.address": ADDRESS,
        "server.headless": "true",
        "server.showEmailPrompt": "false",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "logger.hideWelcomeMessage": "true",
        "logger.level": "warning",
    }
    flags = [f"--{name}={value}" for name, value in settings.items()]
    main(["run", str(_script()), *flags], prog_name="talkcoach app", standalone_mode=False)


def _script() -> Path:
    """The app's entry; installed it has a folder of its own, since Streamlit puts that on the module path."""
    from talkcoach.store.places import PACKAGE

    installed = PACKAGE / "served" / "app.py"
    return installed if installed.exists() else PACKAGE.parent / "app.py"


def _checked(port: int) -> int:
    if not _is_free(port):
        raise InputError(f"port {port} is taken by another program", "Leave --port out to take a free one")
    return port


def _free_port() -> int:
    for port in range(PORT, PORT + TRIED):
        if _is_free(port):
            return port
    raise InputError(f"the ports {PORT} to {PORT + TRIED - 1} are all taken", "Choose one with --port")


def _is_free(port: int) -> bool:
    """Whether nobody listens there: neither answers, nor holds the port."""
    with socket.socket() as asked:
        asked.settimeout(0.5)
        if asked.connect_ex((ADDRESS, port)) == 0:
            return False
    with socket.socket() as wanted:
        try:
            wanted.bind((ADDRESS, port))
        except OSError:
            return False
    return True


def _open_browser(url: str, port: int) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as asked:
            if asked.connect_ex((ADDRESS, port)) == 0:
                webbrowser.open(url)
                return
        time.sleep(0.1)
