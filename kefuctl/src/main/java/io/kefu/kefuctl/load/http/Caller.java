package io.kefu.kefuctl.load.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.URI;
import java.util.List;
import java.util.SplittableRandom;

/** An agent, and the requests that it makes, whose bytes are put together once. */
public final class Caller {
    private static final String LIST = "/api/v1/conversations?state=assigned&limit=" + Call.PAGE;

    private final byte[] list;
    private final List<byte[]> histories;
    private final List<byte[]> downloads;
    private final byte[] uploadHead;
    private final PictureForm form;
    private final SplittableRandom random = new SplittableRandom(1);

    /**
     * Who reads what.
     *
     * @param conversations whose histories it may read, at least one
     * @param files that it may read; where there are none it downloads nothing
     */
    public Caller(URI server, String token, List<String> conversations, List<String> files, PictureForm form) {
        String rest = " HTTP/1.1\r\nHost: " + server.getRawAuthority() + "\r\nAuthorization: Bearer " + token + "\r\n";
        this.list = get(LIST, rest);
        this.histories =
                conversations.stream().map(id -> get(history(id), rest)).toList();
        this.downloads =
                files.stream().map(id -> get("/api/v1/files/" + id, rest)).toList();
        this.form = form;
        this.uploadHead = ("POST /api/v1/files" + rest + "Content-Type: " + PictureForm.TYPE + "\r\nContent-Length: "
                        + form.length() + "\r\n\r\n")
                .getBytes(US_ASCII);
    }

    /** The path of the agent's list. */
    public static String list() {
        return LIST;
    }

    /** The path of a conversation's newest messages. */
    public static String history(String conversation) {
        return "/api/v1/conversations/" + conversation + "/messages?limit=" + Call.PAGE;
    }

    private static byte[] get(String path, String rest) {
        return ("GET " + path + rest + "\r\n").getBytes(US_ASCII);
    }

    /** The whole next request of that kind; not to be changed. */
    byte[] request(Call call) {
        return switch (call) {
            case LIST -> list;
            case HISTORY -> any(histories);
            case DOWNLOAD -> any(downloads);
            case UPLOAD -> form.next(uploadHead);
        };
    }

    private byte[] any(List<byte[]> requests) {
        return requests.get(random.nextInt(requests.size()));
    }
}
