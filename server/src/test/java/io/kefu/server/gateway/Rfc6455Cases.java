package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kefu.server.testing.RawFrame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a peer may send, rightly and wrongly, and what it must get for it: RFC 6455, sections 5 to 8. Each case is a stream
 * of bytes and the whole of its answer; after an answer without a close the connection must be as good as new.
 */
final class Rfc6455Cases {
    private static final byte[] NONE = {};

    private final List<Case> cases = new ArrayList<>();

    /**
     * One case.
     *
     * @param answers in order: {@code text …}, {@code pong …}, {@code close CODE}
     */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Case(String name, byte[] bytes, List<String> answers) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> all() {
        Rfc6455Cases all = new Rfc6455Cases();
        all.lengths();
        all.reserved();
        all.control();
        all.fragments();
        all.utf8();
        all.closing();
        return all.cases;
    }

    // ---- 5.2: the length, in each of its forms ----

    private void lengths() {
        for (int length : new int[] {22, 125, 126, 127, 128, 1_000, 65_535, 65_536, 100_000}) {
            String text = "x".repeat(length - 22);
            yes("5.2 a text of " + length + " bytes", said(text), say(text));
        }
        no("5.2 no byte in two", 1002, RawFrame.ping("").lengthIn(2));
        no("5.2 one byte in two", 1002, RawFrame.text("x").lengthIn(2));
        no("5.2 125 bytes in two", 1002, RawFrame.text("x".repeat(125)).lengthIn(2));
        no("5.2 126 bytes in eight", 1002, RawFrame.text("x".repeat(126)).lengthIn(8));
        no("5.2 65535 bytes in eight", 1002, RawFrame.text("x".repeat(65_535)).lengthIn(8));
        raw("5.2 2^63", "close 1002", "81ff8000000000000000" + "01020304");
        raw("5.2 2^63 + 1", "close 1002", "81ff8000000000000001" + "01020304");
        raw("5.2 2^64 - 1", "close 1002", "81ffffffffffffffffff" + "01020304");
        raw("5.2 2^63 - 1 is legal, and too long", "close 1009", "81ff7fffffffffffffff" + "01020304");
        raw("5.2 2^31 is legal, and too long", "close 1009", "81ff0000000080000000" + "01020304");
        raw("5.2 2^32 is legal, and too long", "close 1009", "81ff0000000100000000" + "01020304");
    }

    // ---- 5.1, 5.2: masking, reserved bits and opcodes ----

    private void reserved() {
        no("5.1 a text that is not masked", 1002, say("x").unmasked());
        no("5.1 a ping that is not masked", 1002, RawFrame.ping("x").unmasked());
        no("5.1 a close that is not masked", 1002, RawFrame.close(1000, "").unmasked());
        for (int bits = 0x10; bits <= 0x70; bits += 0x10) {
            String name = "5.2 reserved bits " + Integer.toHexString(bits);
            no(name + " in a text", 1002, say("x").reservedBit(bits));
            no(name + " in a ping", 1002, RawFrame.ping("x").reservedBit(bits));
            no(name + " in a close", 1002, RawFrame.close(1000, "").reservedBit(bits));
            no(
                    name + " in a continuation",
                    1002,
                    part(1, "{"),
                    RawFrame.continuation(NONE).reservedBit(bits));
            add(name + " after a good text", List.of(said("a"), "close 1002"), say("a"), say("x").reservedBit(bits));
        }
        for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
            no("5.2 opcode " + opcode, 1002, RawFrame.of(opcode, NONE));
            no("5.2 opcode " + opcode + " with a payload", 1002, RawFrame.of(opcode, new byte[] {'x'}));
            add(
                    "5.2 opcode " + opcode + " in a message",
                    List.of("close 1002"),
                    part(1, "{"),
                    RawFrame.of(opcode, NONE));
            no(
                    "5.2 opcode " + opcode + " not the last",
                    1002,
                    RawFrame.of(opcode, NONE).notLast());
        }
        no("5.6 a binary message where text was agreed on", 1003, RawFrame.binary(new byte[] {1}));
        no("5.6 an empty binary message where text was agreed on", 1003, RawFrame.binary(NONE));
    }

    // ---- 5.5: control frames ----

    private void control() {
        yes("5.5.2 a ping without a payload", "pong ", RawFrame.ping(""));
        yes("5.5.2 a ping", "pong hello", RawFrame.ping("hello"));
        yes(
                "5.5.2 a ping that is no text",
                "pong 00fffefd",
                RawFrame.of(9, HexFormat.of().parseHex("00fffefd")));
        yes("5.5.2 the longest ping", "pong " + "p".repeat(125), RawFrame.ping("p".repeat(125)));
        no("5.5 a ping too long", 1002, RawFrame.ping("p".repeat(126)));
        no("5.5 a ping far too long", 1002, RawFrame.ping("p".repeat(70_000)));
        no("5.5 a pong too long", 1002, RawFrame.of(10, new byte[126]));
        no("5.5 a close too long", 1002, RawFrame.close(1000, "r".repeat(124)));
        no("5.5 a ping in fragments", 1002, RawFrame.ping("x").notLast());
        no("5.5 a pong in fragments", 1002, RawFrame.of(10, NONE).notLast());
        no("5.5 a close in fragments", 1002, RawFrame.close(1000, "").notLast());
        add("5.5.3 a pong that nobody asked for", List.of(), RawFrame.of(10, NONE));
        add("5.5.3 a pong with a payload that nobody asked for", List.of(), RawFrame.of(10, new byte[] {1, 2}));
        yes("5.5.3 a pong, then a ping", "pong p", RawFrame.of(10, new byte[] {1}), RawFrame.ping("p"));
    }

    // ---- 5.4: fragments ----

    private void fragments() {
        byte[] json = say("fragments").payload();
        for (int parts : new int[] {2, 3, 7, json.length}) {
            yes("5.4 a text in " + parts + " fragments", said("fragments"), cut(json, parts, null));
            RawFrame pong = RawFrame.of(10, new byte[] {1});
            yes("5.4 a text in " + parts + " fragments, pongs between", said("fragments"), cut(json, parts, pong));
        }
        add(
                "5.4 a ping between two fragments",
                List.of("pong between", said("fragments")),
                cut(json, 2, RawFrame.ping("between")));
        yes(
                "5.4 fragments of nothing",
                said("fragments"),
                part(1, ""),
                part(0, ""),
                RawFrame.continuation(json).notLast(),
                RawFrame.continuation(NONE));
        yes("5.4 all in the last fragment", said("fragments"), part(1, ""), RawFrame.continuation(json));
        no("5.4 a continuation of nothing", 1002, RawFrame.continuation(json));
        no("5.4 a continuation of nothing that is not the last", 1002, part(0, "x"));
        no("5.4 an empty continuation of nothing", 1002, RawFrame.continuation(NONE));
        add(
                "5.4 a continuation after the end",
                List.of(said("a"), "close 1002"),
                say("a"),
                RawFrame.continuation(NONE));
        add(
                "5.4 a continuation after a fragmented message's end",
                List.of(said("fragments"), "close 1002"),
                join(cut(json, 2, null), part(0, "x")));
        no("5.4 a text inside a text", 1002, part(1, "{"), say("x"));
        no("5.4 a binary inside a text", 1002, part(1, "{"), RawFrame.binary(NONE));
        no("5.4 a first fragment inside a text", 1002, part(1, "{"), part(1, "{"));
        no("5.4 fragments too large together", 1009, large(1).notLast(), large(0));
        no("5.4 a fragment after which it is too large", 1009, large(1).notLast(), large(0).notLast());
        no("5.4 one too large", 1009, RawFrame.text("x".repeat(128 * 1024 + 1)));
    }

    // ---- 8.1: UTF-8 ----

    private void utf8() {
        String[] good = {
            "",
            "é",
            "中",
            "😀",
            "κόσμε",
            "\u0080",
            "\u07ff",
            "\u0800",
            "\ud7ff",
            "\ue000",
            "\ufffd",
            "\ufffe",
            "\uffff",
            "\ud800\udc00",
            "\udbff\udfff",
            "\ud83f\udffe",
            "Hello-µ@ßöäüàá-UTF-8!!",
            "你好,订单😀"
        };
        for (String text : good) {
            byte[] json = say(text).payload();
            yes("8.1 " + name(text), said(text), RawFrame.of(1, json));
            yes("8.1 " + name(text) + ", each byte a fragment", said(text), cut(json, json.length, null));
        }
        String[] bad = {
            "80",
            "bf",
            "8080",
            "c0af",
            "c1bf",
            "c080",
            "e080af",
            "e09fbf",
            "f08080af",
            "f08fbfbf",
            "f8888080af", // overlong
            "fc8480808080af",
            "c3",
            "e4bd",
            "f09f98",
            "c328",
            "e4bd28",
            "f09f9828",
            "e28228", // cut short
            "eda080",
            "edaebf",
            "edb080",
            "edbfbf",
            "eda080edb080",
            "edadbfedbfbf", // surrogates
            "f4908080",
            "f5808080",
            "f7bfbfbf",
            "f888808080",
            "fc8480808080",
            "fe",
            "ff",
            "fefeffff" // out of range
        };
        for (String hex : bad) {
            byte[] bytes = quoted(HexFormat.of().parseHex(hex));
            no("8.1 " + hex, 1007, RawFrame.of(1, bytes));
            no("8.1 " + hex + ", each byte a fragment", 1007, cut(bytes, bytes.length, null));
        }
        for (String hex : new String[] {"80", "c0", "c1", "f5", "ff", "e080", "eda0", "f080", "f490", "c328"}) {
            no("8.1 " + hex + " is refused before the message ends", 1007, part(1, quotedOpen(hex)));
            no("8.1 " + hex + " is refused before the frame ends", 1007, new Unfinished(quotedOpen(hex)).frame());
        }
        no("8.1 a text that ends inside a character", 1007, RawFrame.of(1, quotedOpen("e4bd")));
        no("8.1 fragments that end inside a character", 1007, part(1, quotedOpen("e4")), RawFrame.continuation(NONE));
    }

    // ---- 5.5.1, 7: closing ----

    private void closing() {
        for (int code : new int[] {
            1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999
        }) {
            no("7.4 " + code, code, RawFrame.close(code, ""));
            no("7.4 " + code + " with a reason", code, RawFrame.close(code, "bye 你好"));
        }
        for (int code : new int[] {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535}) {
            no("7.4 " + code + " must not be sent", 1002, RawFrame.close(code, ""));
            no("7.4 " + code + " must not be sent, with a reason either", 1002, RawFrame.close(code, "why"));
        }
        no("7.1.5 no code", 1005, RawFrame.of(8, NONE));
        no("5.5.1 half a code", 1002, RawFrame.of(8, new byte[] {3}));
        no("5.5.1 the longest reason", 1000, RawFrame.close(1000, "r".repeat(123)));
        for (String hex : new String[] {"ff", "c0af", "eda080", "e4bd", "f4908080"}) {
            byte[] payload = HexFormat.of().parseHex("03e8" + hex);
            no("5.5.1 a reason that is not UTF-8: " + hex, 1007, RawFrame.of(8, payload));
        }
        no("5.5.1 nothing is heard after a close", 1000, RawFrame.close(1000, ""), say("late"));
        no("5.5.1 no ping is answered after a close", 1000, RawFrame.close(1000, ""), RawFrame.ping("late"));
        no("5.5.1 the first of two closes counts", 1000, RawFrame.close(1000, ""), RawFrame.close(1001, ""));
        no("5.5.1 what is wrong after a close is not heard", 1000, RawFrame.close(1000, ""), RawFrame.of(15, NONE));
        no("5.5.1 a close inside a fragmented message", 1000, part(1, "{"), RawFrame.close(1000, ""));
        add("5.5.1 a close after a message", List.of(said("a"), "close 1000"), say("a"), RawFrame.close(1000, ""));
        add("7.1.7 nothing is heard after a violation", List.of("close 1002"), RawFrame.of(15, NONE), say("late"));
    }

    // ---- how they are written ----

    private void yes(String name, String answer, RawFrame... frames) {
        add(name, List.of(answer), frames);
    }

    private void no(String name, int code, RawFrame... frames) {
        add(name, List.of("close " + code), frames);
    }

    private void raw(String name, String answer, String hex) {
        cases.add(new Case(name, HexFormat.of().parseHex(hex), List.of(answer)));
    }

    private void add(String name, List<String> answers, RawFrame... frames) {
        var bytes = new ByteArrayOutputStream();
        Stream.of(frames).map(RawFrame::bytes).forEach(bytes::writeBytes);
        cases.add(new Case(name, bytes.toByteArray(), answers));
    }

    /** A frame that claims a longer payload than comes. */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    private record Unfinished(byte[] payload) {
        RawFrame frame() {
            byte[] longer = Arrays.copyOf(payload, 120);
            return RawFrame.of(1, longer).cutTo(payload.length);
        }
    }

    static RawFrame say(String text) {
        return RawFrame.text("{\"send\":{\"text\":\"" + text + "\"}}");
    }

    static String said(String text) {
        return "text " + (text.isEmpty() ? "{\"message\":{}}" : "{\"message\":{\"text\":\"" + text + "\"}}");
    }

    private static RawFrame part(int opcode, String text) {
        return part(opcode, text.getBytes(UTF_8));
    }

    private static RawFrame part(int opcode, byte[] payload) {
        return RawFrame.of(opcode, payload).notLast();
    }

    private static RawFrame large(int opcode) {
        byte[] part = new byte[100 * 1024];
        Arrays.fill(part, (byte) 'x');
        return RawFrame.of(opcode, part);
    }

    /** A text in so many fragments, perhaps with another frame before each but the first. */
    private static RawFrame[] cut(byte[] payload, int parts, RawFrame between) {
        List<RawFrame> frames = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            byte[] part = Arrays.copyOfRange(payload, payload.length * i / parts, payload.length * (i + 1) / parts);
            if (i > 0 && between != null) {
                frames.add(between);
            }
            RawFrame frame = RawFrame.of(i == 0 ? 1 : 0, part);
            frames.add(i == parts - 1 ? frame : frame.notLast());
        }
        return frames.toArray(RawFrame[]::new);
    }

    private static RawFrame[] join(RawFrame[] frames, RawFrame last) {
        return Stream.concat(Stream.of(frames), Stream.of(last)).toArray(RawFrame[]::new);
    }

    private static byte[] quotedOpen(String hex) {
        byte[] bytes = quoted(HexFormat.of().parseHex(hex));
        return Arrays.copyOf(bytes, bytes.length - 3);
    }

    private static byte[] quoted(byte[] text) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("{\"send\":{\"text\":\"".getBytes(UTF_8));
        bytes.writeBytes(text);
        bytes.writeBytes("\"}}".getBytes(UTF_8));
        return bytes.toByteArray();
    }

    private static String name(String text) {
        return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }
}
