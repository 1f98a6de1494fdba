"""A headless Chromium, driven over WebDriver (W3C) without any library."""

import base64
import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--window-size=1280,1000", "--hide-scrollbars",
]
PATIENCE = 60  # seconds for anything to happen
KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004", "Left": "\ue012", "Up": "\ue013", "Right": "\ue014", "Down": "\ue015", "Control": "\ue009"}


class Browser:
    def __init__(self, downloads):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        driver = shutil.which("chromedriver") or "chromedriver"
        self.driver = subprocess.Popen([driver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.session = ""
        options = {"args": ARGUMENTS, "binary": shutil.which("chromium") or "chromium"}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        opened = self.until(lambda: self.send("POST", "/session", {"capabilities": {"alwaysMatch": wanted}}))
        self.session = f"/session/{opened['sessionId']}"
        self.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))

    @staticmethod
    def until(attempt):
        """The first answer that is no error and not nothing."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                answer = attempt()
                if answer:
                    return answer
            except (urllib.error.URLError, ConnectionError) as error:
                if time.monotonic() > end:
                    raise error
            if time.monotonic() > end:
                raise TimeoutError("nothing happened")
            time.sleep(0.1)

    def send(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + self.session + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)["value"]

    def command(self, name, **parameters):
        return self.send("POST", "/goog/cdp/execute", {"cmd": name, "params": parameters})

    def open(self, address):
        self.send("POST", "/url", {"url": address})

    def look(self, script, *values):
        """What a script gives."""
        return self.send("POST", "/execute/sync", {"script": f"return {script}", "args": values})

    def press(self, *keys):
        """Presses keys one after the other; `Control+s` holds one meanwhile."""
        steps = []
        for key in keys:
            *held, last = key.split("+")
            strokes = [KEYS.get(name, name) for name in (*held, last)]
            steps += [{"type": "keyDown", "value": stroke} for stroke in strokes]
            steps += [{"type": "keyUp", "value": stroke} for stroke in reversed(strokes)]
        self.send("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": steps}]})

    def scheme(self, name):
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def picture(self, path):
        path.write_bytes(base64.b64decode(self.send("GET", "/screenshot")))

    def complaints(self):
        return [entry["message"] for entry in self.send("POST", "/se/log", {"type": "browser"}) if entry["level"] in ("SEVERE", "WARNING")]

    def close(self):
        try:
            self.send("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait(PATIENCE)
