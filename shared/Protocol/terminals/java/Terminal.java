import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A terminal for Java 17 or later, with nothing but the JDK. Each instance is one connection. */
public final class Terminal implements WebSocket.Listener {
    /** Yours: ask your server for a token. */
    static String getToken() throws IOException {
        return Files.readString(Path.of(System.getenv("TOKEN_FILE"))).strip();
    }

    /** Yours: keep the order and ring. The ack follows when this returns; when it throws, the order comes again. */
    static void ring(Map<String, Object> message) {
        System.out.printf("ringing %s %s %s %s%n", message.get("id"), message.get("kind"), message.get("orderId"), message.get("order"));
    }

    /** Yours: another device took the order, or it has expired. */
    static void stopRinging(Object id, Object status, Object by) {
        System.out.printf("settled %s %s%n", id, by == null ? status : "by " + by);
    }

    static final boolean ACKS = !"no".equals(System.getenv("ACK"));
    static final Set<Integer> STOPS = Set.of(400, 403, 426, 4400, 4403, 4409); // HTTP statuses and close codes
    static final Set<Integer> NEW_TOKEN = Set.of(401, 4401);
    static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Ids whose ack has had no ack.ok. */
    static final Set<String> UNANSWERED = ConcurrentHashMap.newKeySet();

    /** Ids, the oldest first. */
    static final Set<String> HANDLED = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) { return size() > 10_000; }
    }));

    static volatile String token;
    static volatile Terminal current;

    /** How the connection ended: a close code or an HTTP status, for how long it was healthy, and what to wait. */
    volatile int code = 1006;
    volatile long since, afterMs = -1, atLeastMs;

    final CountDownLatch ended = new CountDownLatch(1);
    final StringBuilder text = new StringBuilder();
    volatile WebSocket socket;
    volatile long lastSign = System.nanoTime();
    volatile long heartbeatMs = 25_000; // until hello says it
    private CompletableFuture<WebSocket> sending = new CompletableFuture<>();

    public static void main(String[] arguments) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> current.close()));
        for (int attempt = 0; ; attempt++) {
            Terminal connection = current = new Terminal();
            connection.run();
            System.out.println("closed " + connection.code);
            if (STOPS.contains(connection.code)) System.exit(1);
            if (NEW_TOKEN.contains(connection.code)) token = null;
            if (connection.since != 0 && System.nanoTime() - connection.since >= 60_000_000_000L) attempt = 0;
            long jitterMs = (long) (ThreadLocalRandom.current().nextDouble() * Math.min(60_000, 1_000 * Math.pow(2, attempt)));
            Thread.sleep(connection.afterMs >= 0 ? connection.afterMs : Math.max(connection.atLeastMs, jitterMs));
        }
    }

    /** Connects, and looks after the connection until it ends. */
    void run() throws InterruptedException {
        try {
            if (token == null) token = getToken();
            String url = System.getenv("URL").replaceFirst("^http", "ws");
            CLIENT.newWebSocketBuilder()
                .subprotocols("storepush.v1")
                .header("Authorization", "Bearer " + token)
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(URI.create(url + "/v1/stores/" + System.getenv("STORE") + "/devices/" + System.getenv("DEVICE") + "/socket"), this)
                .join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof WebSocketHandshakeException refusal) {
                code = refusal.getResponse().statusCode();
                atLeastMs = 1_000 * refusal.getResponse().headers().firstValue("Retry-After").filter(s -> s.matches("\\d{1,6}")).map(Long::valueOf).orElse(0L);
            }
            return;
        } catch (IOException noToken) {
            return;
        }

        for (int second = 1; !ended.await(1, TimeUnit.SECONDS); second++) {
            if (System.nanoTime() - lastSign > 2_000_000 * heartbeatMs) break;
            if (second % 5 == 0) sendAcks(UNANSWERED);
        }
        socket.abort();
    }

    void onFrame(Map<String, Object> frame) {
        switch ((String) frame.get("type")) {
            case "hello" -> {
                System.out.println("connected " + frame.get("connectionId"));
                since = System.nanoTime();
                heartbeatMs = 1_000 * ((BigDecimal) frame.get("heartbeatSeconds")).longValue();
                sendAcks(UNANSWERED);
            }
            case "message" -> onMessage(frame);
            case "ack.ok" -> {
                if (UNANSWERED.remove((String) frame.get("id"))) System.out.println("acked " + frame.get("id"));
            }
            case "settled" -> stopRinging(frame.get("id"), frame.get("status"), frame.get("by"));
            case "reconnect" -> {
                System.out.println("told to come back in " + frame.get("afterMs") + " ms");
                afterMs = ((BigDecimal) frame.get("afterMs")).longValue();
            }
            case "error" -> System.out.println("error " + frame.get("code") + " " + frame.get("detail"));
            default -> { } // of a later version
        }
    }

    void onMessage(Map<String, Object> message) {
        String id = (String) message.get("id");
        if (HANDLED.contains(id)) {
            System.out.println("repeated " + id);
        } else {
            try {
                ring(message);
            } catch (RuntimeException e) {
                System.err.println("failed " + id + " " + e);
                return;
            }
            HANDLED.add(id);
        }
        if (ACKS) {
            UNANSWERED.add(id);
            sendAcks(List.of(id));
        }
    }

    void sendAcks(Collection<String> some) {
        List<String> ids = new ArrayList<>(some);
        for (int i = 0; i < ids.size(); i += 100) {
            send("{\"type\":\"ack\",\"ids\":[\"" + String.join("\",\"", ids.subList(i, Math.min(i + 100, ids.size()))) + "\"]}");
        }
    }

    /** One after the other: the socket wants no text before the one before is sent. */
    synchronized void send(String frame) {
        sending = sending.thenCompose(free -> free.sendText(frame, true));
        sending.exceptionally(lost -> {
            ended.countDown(); // the JDK may miss an end that comes while a message is handled
            return null;
        });
    }

    synchronized void close() {
        sending.thenCompose(free -> free.sendClose(WebSocket.NORMAL_CLOSURE, "")).completeOnTimeout(null, 1, TimeUnit.SECONDS).exceptionally(lost -> null).join();
    }

    @Override public void onOpen(WebSocket opened) {
        socket = opened;
        sending.complete(opened);
        opened.request(1);
    }

    @SuppressWarnings("unchecked")
    @Override public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        lastSign = System.nanoTime();
        text.append(part);
        if (last) {
            String frame = text.toString();
            text.setLength(0);
            onFrame((Map<String, Object>) new Json(frame).value());
        }
        from.request(1);
        return null;
    }

    @Override public CompletionStage<?> onPing(WebSocket from, java.nio.ByteBuffer data) {
        lastSign = System.nanoTime(); // the JDK answers it
        from.request(1);
        return null;
    }

    @Override public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        code = status;
        ended.countDown();
        return null;
    }

    @Override public void onError(WebSocket from, Throwable error) {
        ended.countDown();
    }

    /** Reads valid JSON, numbers with all their digits. Use the library that you have instead. */
    static final class Json {
        private final String text;
        private int at;

        Json(String text) { this.text = text; }

        Object value() {
            if (skip('{')) {
                Map<String, Object> fields = new LinkedHashMap<>();
                while (!skip('}')) {
                    skip(',');
                    Object name = value();
                    skip(':');
                    fields.put((String) name, value());
                }
                return fields;
            }
            if (skip('[')) {
                List<Object> items = new ArrayList<>();
                while (!skip(']')) {
                    skip(',');
                    items.add(value());
                }
                return items;
            }
            if (skip('"')) return string();
            int start = at;
            while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) at++;
            String word = text.substring(start, at);
            return switch (word) {
                case "true", "false" -> Boolean.valueOf(word);
                case "null" -> null;
                default -> new BigDecimal(word);
            };
        }

        private boolean skip(char expected) {
            while (" \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
            if (text.charAt(at) != expected) return false;
            at++;
            return true;
        }

        private String string() {
            StringBuilder chars = new StringBuilder();
            for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
                if (c == '\\') {
                    c = text.charAt(at++);
                    int control = "bfnrt".indexOf(c);
                    if (control >= 0) c = "\b\f\n\r\t".charAt(control);
                    if (c == 'u') c = (char) Integer.parseInt(text.substring(at, at += 4), 16);
                }
                chars.append(c);
            }
            return chars.toString();
        }
    }
}
