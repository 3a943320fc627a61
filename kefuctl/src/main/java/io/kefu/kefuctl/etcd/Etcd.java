package io.kefu.kefuctl.etcd;

import io.kefu.kefuctl.cli.Columns;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks an etcd v3 over its JSON gateway (paths {@code /v3/…}, etcd 3.4 and later), the members one after the other until one
 * answers. Every answer is bounded in time and in size. For one thread.
 */
public final class Etcd {

    /** More keys than this under one prefix are refused. */
    public static final int MOST_KEYS = 1_000;

    /** More bytes than this in one answer are refused, as etcd writes them: base64 takes a third more than the values. */
    static final int MOST_BYTES = 12 << 20;

    private static final int MOST_WORDS = 200;
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Endpoints endpoints;
    private final Optional<Login> login;
    private final HttpClient http;
    private int member;
    private Optional<String> token = Optional.empty();

    /**
     * Opens no connection yet. Throws {@link CommandFailure} when a certificate cannot be used, or when others could read the
     * password on the way.
     */
    public Etcd(Endpoints endpoints, Optional<Login> login) {
        endpoints.inClear().filter(_ -> login.isPresent()).ifPresent(member -> {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "to " + member.getHost() + " the password would travel in clear",
                    "name it with https");
        });
        this.endpoints = endpoints;
        this.login = login;
        this.http = endpoints.client();
    }

    /** One question, put to one member. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(URI member) throws IOException, InterruptedException;
    }

    /**
     * All that lies under the prefix, as it was at one moment. Throws {@link CommandFailure} when no member answers, or when
     * there is more of it than {@link #MOST_KEYS} keys or 9 MiB.
     */
    public Keys read(Prefix prefix) throws InterruptedException {
        Map<String, Object> range = prefix.range();
        range.put("limit", MOST_KEYS + 1);
        JsonNode answer = asked(at -> post(at, "/v3/kv/range", range));
        SortedMap<String, byte[]> values = new TreeMap<>();
        for (JsonNode each : answer.path("kvs")) {
            values.put(prefix.under(new String(bytes(each, "key"), StandardCharsets.UTF_8)), bytes(each, "value"));
        }
        if (values.size() > MOST_KEYS) {
            throw new CommandFailure(
                    ExitCode.BAD_CONFIGURATION,
                    "there are more than " + MOST_KEYS + " keys under " + prefix.name(),
                    "put more documents into each value, or name a longer prefix");
        }
        return new Keys(answer.path("header").path("revision").asLong(0), values);
    }

    private static byte[] bytes(JsonNode of, String field) {
        return Base64.getDecoder().decode(of.path(field).asString(""));
    }

    /**
     * Waits until something under the prefix has changed after that revision, at most so long. What etcd has compacted
     * meanwhile counts as changed. Throws {@link CommandFailure} when no member answers, or the one that did is gone.
     */
    public boolean changed(Prefix prefix, long after, Duration atMost) throws InterruptedException {
        Map<String, Object> create = prefix.range();
        create.put("start_revision", after + 1);
        return asked(at -> watch(at, Map.of("create_request", create), atMost));
    }

    /** A member that the others have lost ends it, rather than be silent. */
    private HttpRequest watched(URI at, Map<String, Object> request) {
        return request(at, "/v3/watch", request)
                .header("Grpc-Metadata-hasleader", "true")
                .build();
    }

    private boolean watch(URI at, Map<String, Object> request, Duration atMost)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> response = answer(http.sendAsync(watched(at, request), BodyHandlers.ofInputStream()));
        try (InputStream stream = response.body()) {
            if (response.statusCode() != 200) {
                throw refused(response.statusCode(), whole(stream));
            }
            within(atMost, () -> WatchStream.awaitChange(stream));
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Goes on to the next member when one does not answer; throws what the last said once all of them were asked. */
    private <T> T asked(Question<T> question) throws InterruptedException {
        for (int left = endpoints.members().size(); ; left--) {
            URI at = endpoints.members().get(member);
            try {
                return withToken(at, question);
            } catch (IOException e) {
                boolean all = e instanceof EtcdFailure refusal && !refusal.isOfThisMember();
                if (!all) {
                    member = (member + 1) % endpoints.members().size();
                }
                if (all || left == 1) {
                    throw failed(at, e);
                }
            }
        }
    }

    private <T> T withToken(URI at, Question<T> question) throws IOException, InterruptedException {
        if (token.isEmpty()) {
            signIn(at);
        }
        try {
            return question.ask(at);
        } catch (EtcdFailure e) {
            if (login.isEmpty() || !e.isOldToken()) {
                throw e;
            }
            signIn(at);
            return question.ask(at);
        }
    }

    private void signIn(URI at) throws IOException, InterruptedException {
        token = Optional.empty();
        if (login.isPresent()) {
            Map<String, Object> who =
                    Map.of("name", login.get().user(), "password", login.get().password());
            token = Optional.of(
                    post(at, "/v3/auth/authenticate", who).path("token").asString(""));
        }
    }

    private JsonNode post(URI at, String path, Map<String, Object> body) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                answer(http.sendAsync(request(at, path, body).build(), BodyHandlers.ofInputStream()));
        try (InputStream stream = response.body()) {
            byte[] bytes = whole(stream);
            if (response.statusCode() != 200) {
                throw refused(response.statusCode(), bytes);
            }
            return JsonMapper.shared().readTree(bytes);
        } catch (JacksonException e) {
            throw new IOException("what answers there is no etcd", e);
        }
    }

    private static byte[] whole(InputStream stream) throws IOException, InterruptedException {
        try {
            byte[] bytes = within(ANSWER, () -> stream.readNBytes(MOST_BYTES + 1));
            if (bytes.length > MOST_BYTES) {
                throw new CommandFailure(
                        ExitCode.BAD_CONFIGURATION,
                        "more lies under the prefix than is read: " + MOST_BYTES / 4 * 3 / 1024 / 1024 + " MiB",
                        "name a longer prefix, under which the configuration lies alone");
            }
            return bytes;
        } catch (TimeoutException e) {
            throw late();
        }
    }

    /** Something that reads. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    /** Whoever is told that it took too long closes the stream, which ends the reading. */
    private static <T> T within(Duration atMost, Reading<T> reading)
            throws IOException, InterruptedException, TimeoutException {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                done.complete(reading.read());
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return outcome(done, atMost);
    }

    private static <T> T outcome(CompletableFuture<T> done, Duration atMost)
            throws IOException, InterruptedException, TimeoutException {
        try {
            return done.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }

    private HttpRequest.Builder request(URI at, String path, Map<String, Object> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(at.getScheme() + "://" + at.getRawAuthority() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JsonMapper.shared().writeValueAsBytes(body)));
        token.ifPresent(text -> request.header("Authorization", text));
        return request;
    }

    private static <T> T answer(CompletableFuture<T> exchange) throws IOException, InterruptedException {
        try {
            return outcome(exchange, ANSWER);
        } catch (TimeoutException e) {
            throw late();
        } finally {
            exchange.cancel(true); // nothing that is done already
        }
    }

    private static IOException late() {
        return new HttpTimeoutException("no answer within " + ANSWER.toSeconds() + " s");
    }

    /** In its own words: of etcd, or of what else answers there. */
    private static EtcdFailure refused(int status, byte[] body) {
        try {
            JsonNode problem = JsonMapper.shared().readTree(body);
            String words =
                    problem.path("message").asString(problem.path("error").asString(""));
            return new EtcdFailure(problem.path("code").asInt(0), words.isEmpty() ? "answered with " + status : words);
        } catch (JacksonException e) {
            String words = new String(body, StandardCharsets.UTF_8)
                    .strip()
                    .lines()
                    .findFirst()
                    .orElse("");
            return new EtcdFailure(0, "answered with " + status + " " + words);
        }
    }

    private CommandFailure failed(URI at, IOException e) {
        String where = "etcd at " + at.getRawAuthority();
        String words = Columns.plain(String.valueOf(e.getMessage()), MOST_WORDS);
        return switch (e) {
            case EtcdFailure refusal ->
                new CommandFailure(ExitCode.FAILED, where + " refused: " + words, refusal.remedy(), e);
            case SSLException _ ->
                new CommandFailure(
                        ExitCode.UNREACHABLE,
                        where + " and this machine do not trust each other: " + words,
                        "name who signs its certificate with --ca, and where it asks for one the own with --cert and"
                                + " --key",
                        e);
            case ConnectException _ -> unreachable(where + " cannot be reached", e);
            default -> unreachable(where + " does not answer: " + words, e);
        };
    }

    private static CommandFailure unreachable(String what, IOException e) {
        return new CommandFailure(ExitCode.UNREACHABLE, what, "does it run, and is --endpoint its client address?", e);
    }
}
