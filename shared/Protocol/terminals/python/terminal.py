"""A terminal for Python, with the package "websockets" (13 or later)."""
import asyncio
import json
import os
import random
import signal
import sys
import time
from decimal import Decimal
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

URL, STORE, DEVICE, TOKEN_FILE = (os.environ[name] for name in ("URL", "STORE", "DEVICE", "TOKEN_FILE"))
ACKS = os.environ.get("ACK", "yes") != "no"


def say(text):
    print(text, flush=True)


async def get_token():
    """Yours: ask your server for a token."""
    return Path(TOKEN_FILE).read_text().strip()


async def ring(message):
    """Yours: keep the order and ring. The ack follows when this returns; when it raises, the order comes again."""
    say(f"ringing {message['id']} {message['kind']} {message['orderId']} {message.get('order')}")


async def stop_ringing(message_id, status, by):
    """Yours: another device took the order, or it has expired."""
    say(f"settled {message_id} {f'by {by}' if by else status}")


STOPS = (400, 403, 426, 4400, 4403, 4409)  # HTTP statuses and close codes
NEW_TOKEN = (401, 4401)
handled = {}  # ids, the oldest first
unanswered = {}  # ids whose ack has had no ack.ok


class Connection:
    """One connection. How it ended: a close code or an HTTP status, for how long it was healthy, and what to wait."""

    def __init__(self):
        self.code, self.since, self.after, self.at_least = 1006, None, None, 0

    async def run(self, token):
        try:
            async with connect(
                f"{URL.replace('http', 'ws', 1)}/v1/stores/{STORE}/devices/{DEVICE}/socket",
                subprotocols=["storepush.v1"],
                additional_headers={"Authorization": f"Bearer {token}"},
                open_timeout=10,
                close_timeout=1,
                ping_interval=None,  # watch() does it, as often as hello says
            ) as self.socket:
                await self.receive()
        except ConnectionClosed as end:
            self.code = end.rcvd.code if end.rcvd else 1006
        except InvalidStatus as refusal:
            self.code = refusal.response.status_code
            seconds = refusal.response.headers.get("Retry-After", "")
            self.at_least = int(seconds) if seconds.isdigit() else 0
        except (OSError, WebSocketException):  # a timeout is an OSError too
            pass

    async def receive(self):
        tasks = []
        try:
            while True:
                # Nothing for two heartbeats: watch() ends a connection after hello, this one before.
                text = await asyncio.wait_for(self.socket.recv(), None if tasks else 50)
                frame = json.loads(text, parse_float=Decimal)  # numbers keep their digits
                kind = frame["type"]
                if kind == "hello":
                    say(f"connected {frame['connectionId']}")
                    self.since = time.monotonic()
                    tasks = [asyncio.create_task(self.watch(frame["heartbeatSeconds"])), asyncio.create_task(self.repeat_acks())]
                elif kind == "message":
                    await self.on_message(frame)
                elif kind == "ack.ok" and unanswered.pop(frame["id"], None):
                    say(f"acked {frame['id']}")
                elif kind == "settled":
                    await stop_ringing(frame["id"], frame["status"], frame.get("by"))
                elif kind == "reconnect":
                    say(f"told to come back in {frame['afterMs']} ms")
                    self.after = frame["afterMs"] / 1_000
                elif kind == "error":
                    say(f"error {frame['code']} {frame.get('detail')}")
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def on_message(self, message):
        if message["id"] in handled:
            say(f"repeated {message['id']}")
        else:
            try:
                await ring(message)
            except Exception as error:
                print(f"failed {message['id']} {error!r}", file=sys.stderr)
                return
            handled[message["id"]] = True
            if len(handled) > 10_000:
                del handled[next(iter(handled))]
        if ACKS:
            unanswered[message["id"]] = True
            await self.send_acks([message["id"]])

    async def send_acks(self, ids):
        for i in range(0, len(ids), 100):
            await self.socket.send(json.dumps({"type": "ack", "ids": ids[i:i + 100]}))

    async def repeat_acks(self):
        while True:
            await self.send_acks(list(unanswered))
            await asyncio.sleep(5)

    async def watch(self, heartbeat):
        """Pings every heartbeat: without a Pong until the next one, nothing has come for two."""
        try:
            while True:
                pong = await self.socket.ping()
                await asyncio.gather(asyncio.sleep(heartbeat), asyncio.wait_for(pong, heartbeat))
        except TimeoutError:
            self.socket.transport.abort()

    @property
    def healthy(self):
        return time.monotonic() - self.since if self.since else 0


async def main():
    task = asyncio.current_task()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    token, attempt = None, 0
    while True:
        connection = Connection()
        try:
            token = token or await get_token()
            await connection.run(token)
            say(f"closed {connection.code}")
        except OSError as error:
            say(f"closed {error}")
        if connection.code in STOPS:
            sys.exit(1)
        if connection.code in NEW_TOKEN:
            token = None
        if connection.healthy >= 60:
            attempt = 0
        jitter = random.uniform(0, min(60, 2 ** attempt))
        await asyncio.sleep(max(connection.at_least, jitter) if connection.after is None else connection.after)
        attempt += 1


try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass  # asked to end: the connection was closed with 1000
