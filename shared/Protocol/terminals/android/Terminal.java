import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.neovisionaries.ws.client.OpeningHandshakeException;
import com.neovisionaries.ws.client.WebSocket;
import com.neovisionaries.ws.client.WebSocketAdapter;
import com.neovisionaries.ws.client.WebSocketException;
import com.neovisionaries.ws.client.WebSocketFactory;
import com.neovisionaries.ws.client.WebSocketFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A terminal for Android, with nv-websocket-client and Gson. Run it in a thread of a foreground service; interrupt() ends it. */
public abstract class Terminal implements Runnable {
    /** Yours: ask your server for a token. */
    protected abstract String getToken() throws IOException;

    /** Yours: keep the order and ring. The ack follows when this returns; when it throws, the order comes again. */
    protected abstract void ring(JsonObject message);

    /** Yours: this device has the order for sure. */
    protected abstract void acked(String id);

    /** Yours: another device took the order (by), or it has expired (by is null). */
    protected abstract void stopRinging(String id, String status, String by);

    /** Yours: the connection ended with this close code or HTTP status; with one of STOPS the terminal gives up. */
    protected abstract void closed(int code);

    static final Set<Integer> STOPS = new HashSet<>(Arrays.asList(400, 403, 426, 4400, 4403, 4409));
    static final Set<Integer> NEW_TOKEN = new HashSet<>(Arrays.asList(401, 4401));

    private final String address;
    private final Set<String> unanswered = Collections.newSetFromMap(new ConcurrentHashMap<>()); // ids whose ack has had no ack.ok
    private final Set<String> handled = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<String, Boolean>() {
        @Override protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) { return size() > 10_000; }
    })); // ids, the oldest first
    private String token;

    protected Terminal(String url, String store, String device) {
        address = url.replaceFirst("^http", "ws") + "/v1/stores/" + store + "/devices/" + device + "/socket";
    }

    @Override public void run() {
        try {
            for (int attempt = 0; ; attempt++) {
                Connection connection = new Connection();
                connection.run();
                closed(connection.code);
                if (STOPS.contains(connection.code)) return;
                if (NEW_TOKEN.contains(connection.code)) token = null;
                if (connection.since != 0 && System.nanoTime() - connection.since >= 60_000_000_000L) attempt = 0;
                long jitterMs = (long) (Math.random() * Math.min(60_000, 1_000 * Math.pow(2, attempt)));
                Thread.sleep(connection.afterMs >= 0 ? connection.afterMs : Math.max(connection.atLeastMs, jitterMs));
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Connection extends WebSocketAdapter {
        /** How it ended: a close code or an HTTP status, for how long it was healthy, and what to wait. */
        volatile int code = 1006;
        volatile long since, afterMs = -1, atLeastMs;

        final CountDownLatch ended = new CountDownLatch(1);
        volatile WebSocket socket;
        volatile long lastSign = System.nanoTime();
        volatile long heartbeatMs = 25_000; // until hello says it

        void run() throws InterruptedException {
            try {
                if (token == null) token = getToken();
                socket = new WebSocketFactory().setConnectionTimeout(10_000).createSocket(address, 10_000)
                    .addProtocol("storepush.v1")
                    .addHeader("Authorization", "Bearer " + token)
                    .addListener(this)
                    .connect();
            } catch (OpeningHandshakeException refusal) {
                code = refusal.getStatusLine().getStatusCode();
                List<String> seconds = refusal.getHeaders().get("Retry-After");
                if (seconds != null && seconds.get(0).matches("\\d{1,6}")) atLeastMs = 1_000 * Long.parseLong(seconds.get(0));
                return;
            } catch (WebSocketException | IOException unreachable) {
                return;
            }

            try {
                for (int second = 1; !ended.await(1, TimeUnit.SECONDS); second++) {
                    if (System.nanoTime() - lastSign > 2_000_000 * heartbeatMs) return;
                    if (second % 5 == 0) sendAcks(unanswered);
                }
            } finally {
                socket.removeListener(this);
                socket.disconnect(1000, "", 1_000);
            }
        }

        @Override public void onTextMessage(WebSocket from, String text) {
            socket = from; // the first frame may come before connect() returns
            JsonObject frame = JsonParser.parseString(text).getAsJsonObject(); // keeps the digits of numbers
            switch (frame.get("type").getAsString()) {
                case "hello":
                    since = System.nanoTime();
                    heartbeatMs = 1_000 * frame.get("heartbeatSeconds").getAsLong();
                    sendAcks(unanswered);
                    break;
                case "message":
                    String id = frame.get("id").getAsString();
                    if (!handled.contains(id)) {
                        try {
                            ring(frame);
                        } catch (RuntimeException e) {
                            break; // no ack
                        }
                        handled.add(id);
                    }
                    unanswered.add(id);
                    sendAcks(Collections.singleton(id));
                    break;
                case "ack.ok":
                    if (unanswered.remove(frame.get("id").getAsString())) acked(frame.get("id").getAsString());
                    break;
                case "settled":
                    JsonElement by = frame.get("by");
                    stopRinging(frame.get("id").getAsString(), frame.get("status").getAsString(), by == null ? null : by.getAsString());
                    break;
                case "reconnect":
                    afterMs = frame.get("afterMs").getAsLong();
                    break;
                default: // "error", which you may want to log, or of a later version
            }
        }

        @Override public void onFrame(WebSocket from, WebSocketFrame frame) {
            lastSign = System.nanoTime(); // Pings too, which the library answers
        }

        @Override public void onDisconnected(WebSocket from, WebSocketFrame byServer, WebSocketFrame byClient, boolean closedByServer) {
            if (closedByServer && byServer != null) code = byServer.getCloseCode();
            ended.countDown();
        }

        @Override public void handleCallbackError(WebSocket from, Throwable error) {
            ended.countDown(); // the message was not handled: it comes again on the next connection
        }

        private void sendAcks(Collection<String> some) {
            List<String> ids = new ArrayList<>(some);
            for (int i = 0; i < ids.size(); i += 100) {
                JsonArray part = new JsonArray();
                for (String id : ids.subList(i, Math.min(i + 100, ids.size()))) part.add(id);
                JsonObject ack = new JsonObject();
                ack.addProperty("type", "ack");
                ack.add("ids", part);
                socket.sendText(ack.toString());
            }
        }
    }
}
