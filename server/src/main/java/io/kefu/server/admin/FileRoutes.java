package io.kefu.server.admin;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.RateLimit;
import io.kefu.server.admin.http.Route;
import io.kefu.server.admin.http.Route.Repeats;
import io.kefu.storage.accounts.Principal;
import io.kefu.storage.files.ContentsUnavailableException;
import io.kefu.storage.files.DamagedFileException;
import io.kefu.storage.files.FileStore;
import io.kefu.storage.files.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files up and down. A file that the caller may not see is as one that does not exist. */
final class FileRoutes {
    static final String PATH = "/api/v1/files/";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})?-(\\d{1,18})?");
    private static final Logger log = LoggerFactory.getLogger(FileRoutes.class);
    private static final long RETRY_MILLIS = 10_000;
    private static final String UNRESERVED = "!#$&+-.^_`|~";

    private final FileStore files;
    private final ConversationAccess conversations;
    private final SignedLinks links;
    private final RateLimit uploads;

    /** As the protocol's {@code file}. */
    record FileView(
            String fileId,
            String name,
            String mimeType,
            long size,
            Optional<Integer> width,
            Optional<Integer> height,
            Optional<String> thumbnailFileId) {
        static FileView of(StoredFile file) {
            return new FileView(
                    file.id(),
                    file.name(),
                    file.type().mime(),
                    file.size(),
                    Optional.of(file.width()).filter(w -> w > 0),
                    Optional.of(file.height()).filter(h -> h > 0),
                    file.thumbnailId());
        }
    }

    record Link(String url, Instant expiresAt) {}

    FileRoutes(FileStore files, ConversationAccess conversations, SignedLinks links, RateLimit uploads) {
        this.files = files;
        this.conversations = conversations;
        this.links = links;
        this.uploads = uploads;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/v1/files", Access.VISITORS_AND_AGENTS.orScope("files:write"), this::upload)
                        .repeats(Repeats.ANSWERED_ONCE_UNREAD),
                Route.get("/api/v1/files/{id}", Access.ANYONE.orScope("files:read"), this::download),
                Route.post("/api/v1/files/{id}/link", Access.VISITORS_AND_AGENTS.orScope("files:read"), this::link)
                        .repeats(Repeats.AGAIN));
    }

    private Answer upload(Call call) {
        Principal owner = call.principal();
        uploads.take(owner.key().toString());
        try {
            StoredFile file = Upload.read(
                    call, files.limits().maxBytes(), (in, name, type) -> files.put(in, name, type, owner.key()));
            return Answer.created(FileView.of(file));
        } catch (ContentsUnavailableException e) {
            throw away(e);
        } catch (IOException e) {
            log.error("files: an upload could not be stored; free some space where they are (`df -h`)", e);
            throw ApiException.later(
                    ErrorCode.ERROR_CODE_UNAVAILABLE, "the file could not be stored now", RETRY_MILLIS);
        }
    }

    private Answer download(Call call) throws IOException {
        String id = call.path("id");
        boolean signed = links.valid(id, call.number("exp", 0, Long.MAX_VALUE / 1000), call.text("sig", 64));
        StoredFile file = files.find(id)
                .filter(f -> signed
                        || call.grant().filter(g -> maySee(g.principal(), f)).isPresent())
                .orElseThrow(() -> call.grant().isEmpty() && !signed
                        ? ApiException.unauthenticated("sign in, or use a link that has not expired")
                        : ApiException.notFound());
        return ranged(call, content(file));
    }

    private Answer link(Call call) {
        StoredFile file = files.find(call.path("id"))
                .filter(f -> maySee(call.principal(), f))
                .orElseThrow(ApiException::notFound);
        Instant expiresAt = links.expiry();
        String path = PATH + file.id() + "?" + links.query(file.id(), expiresAt);
        return Answer.ok(new Link(PublicUrl.http(call, path), expiresAt));
    }

    private boolean maySee(Principal who, StoredFile file) {
        return file.owner().equals(who.key())
                || files.conversations(file.id()).stream().anyMatch(id -> conversations.mayRead(who, id));
    }

    private static ApiException away(ContentsUnavailableException e) {
        log.error("files: {}", e.getMessage());
        return ApiException.later(
                ErrorCode.ERROR_CODE_UNAVAILABLE, "files cannot be stored or read now — try again soon", RETRY_MILLIS);
    }

    private Path bytes(StoredFile file) throws IOException {
        try {
            return files.open(file);
        } catch (ContentsUnavailableException e) {
            throw away(e);
        } catch (DamagedFileException e) {
            if (files.find(file.id()).isEmpty()) {
                throw ApiException.notFound(); // removed meanwhile
            }
            throw e;
        }
    }

    private Answer content(StoredFile file) throws IOException {
        // A file never changes under its id, but who may see it may; so each browser keeps it for itself.
        return Answer.file(file.type().mime(), bytes(file), file.size())
                .header("Content-Disposition", disposition(file))
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .header("Cache-Control", "private, max-age=86400, immutable")
                .header("Accept-Ranges", "bytes");
    }

    /** RFC 6266, the name in the form of RFC 8187. */
    private static String disposition(StoredFile file) {
        var name = new StringBuilder();
        for (byte b : file.name().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            name.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return (file.type().inline() ? "inline" : "attachment") + "; filename*=UTF-8''" + name;
    }

    /** One range of bytes (RFC 9110 section 14); one that cannot be had is as none, which the RFC allows. */
    private static Answer ranged(Call call, Answer whole) {
        if (!(whole.body() instanceof Answer.FilePart all)) {
            return whole;
        }
        Matcher range = RANGE.matcher(call.header("Range").orElse(""));
        if (!range.matches() || (range.group(1) == null && range.group(2) == null)) {
            return whole;
        }
        long size = all.length();
        long last = range.group(2) == null ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
        long first = range.group(1) == null
                ? Math.max(0, size - Long.parseLong(range.group(2)))
                : Long.parseLong(range.group(1));
        long end = range.group(1) == null ? size - 1 : last;
        if (first > end || first >= size) {
            return whole;
        }
        return new Answer(206, whole.headers(), new Answer.FilePart(all.file(), first, end - first + 1))
                .header("Content-Range", "bytes " + first + "-" + end + "/" + size);
    }
}
