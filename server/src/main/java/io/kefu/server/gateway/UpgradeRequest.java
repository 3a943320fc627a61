package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.kefu.server.gateway.GatewayEvents.Refusal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The client's opening handshake (RFC 6455, section 4.2). */
final class UpgradeRequest {
    /** Where the socket is. */
    static final String PATH = "/ws/v1";

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final HeaderName VERSION = HeaderNames.create("Sec-WebSocket-Version");
    private static final HeaderName KEY = HeaderNames.create("Sec-WebSocket-Key");
    private static final HeaderName SUBPROTOCOL = HeaderNames.create("Sec-WebSocket-Protocol");

    private static final HeaderName EXTENSIONS = HeaderNames.create("Sec-WebSocket-Extensions");

    private final HttpPrologue prologue;
    private final Headers headers;

    UpgradeRequest(HttpPrologue prologue, Headers headers) {
        this.prologue = prologue;
        this.headers = headers;
    }

    /** What is wrong with it as a WebSocket handshake, whoever sends it. */
    Optional<Refused> fault() {
        if (!prologue.method().equals(Method.GET)
                || !tokens(HeaderNames.CONNECTION).anyMatch("upgrade"::equalsIgnoreCase)) {
            return Optional.of(notWebSocket("A WebSocket handshake is a GET with Connection: Upgrade."));
        }
        if (!headers.first(VERSION).map("13"::equals).orElse(false)) {
            return Optional.of(Refused.version());
        }
        if (key().isEmpty()) {
            return Optional.of(notWebSocket("Sec-WebSocket-Key must be 16 bytes in base64."));
        }
        if (encoding().isEmpty()) {
            return Optional.of(Refused.badRequest(
                    Refusal.NO_SUBPROTOCOL,
                    "Sec-WebSocket-Protocol must name kefu.v1.json, kefu.v1.proto or kefu.v1.proto+zstd."));
        }
        return Optional.empty();
    }

    /** The first subprotocol of the client's list that we speak. */
    Optional<Encoding> encoding() {
        return tokens(SUBPROTOCOL)
                .flatMap(name -> Arrays.stream(Encoding.values())
                        .filter(encoding -> encoding.subprotocol().equals(name)))
                .findFirst();
    }

    /** What came with it of {@code X-Forwarded-For}: its lines. */
    List<String> forwardedFor() {
        return headers.all(HeaderNames.X_FORWARDED_FOR, List::of);
    }

    Handshake handshake(String clientAddress) {
        return new Handshake(
                clientAddress, headers.first(HeaderNames.HOST).orElse(""), headers.first(HeaderNames.ORIGIN));
    }

    /** Of one without a fault. */
    Agreed agreed() {
        return new Agreed(encoding().orElseThrow(), deflate().isPresent());
    }

    private Optional<String> deflate() {
        return headers.find(EXTENSIONS).map(Header::allValues).flatMap(DeflateOffer::answer);
    }

    /** The 101. */
    byte[] acceptance() {
        String extensions = deflate()
                .map(answer -> "Sec-WebSocket-Extensions: " + answer + "\r\n")
                .orElse("");
        return ("HTTP/1.1 101 Switching Protocols\r\n"
                        + "Upgrade: websocket\r\n"
                        + "Connection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept(key().orElseThrow()) + "\r\n"
                        + extensions
                        + "Sec-WebSocket-Protocol: " + encoding().orElseThrow().subprotocol() + "\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    private Optional<String> key() {
        return headers.first(KEY).map(String::trim).filter(UpgradeRequest::sixteenBytes);
    }

    private static boolean sixteenBytes(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }

    private Stream<String> tokens(HeaderName name) {
        List<String> lines = headers.find(name).map(Header::allValues).orElse(List.of());
        return lines.stream().flatMap(line -> Arrays.stream(line.split(","))).map(String::trim);
    }

    private static Refused notWebSocket(String detail) {
        return Refused.badRequest(Refusal.NOT_WEBSOCKET, detail);
    }
}
