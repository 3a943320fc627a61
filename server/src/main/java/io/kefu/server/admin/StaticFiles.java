package io.kefu.server.admin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Json;
import io.kefu.server.admin.http.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The built pages, from the class path: {@code /widget.js}, {@code /console/} and, with the demo on, {@code /demo/}. Only
 * names of plain characters with an ending that is known are looked up at all, so no path leads anywhere else.
 */
public final class StaticFiles {
    private static final String WIDGET = "/widget/";
    private static final long CACHED_BYTES = 64L << 20;
    private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}){1,6}");
    private static final String PAGE_POLICY = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self';"
            + " worker-src 'self'; frame-src 'self'; frame-ancestors 'self'; object-src 'none'; base-uri 'none';"
            + " form-action 'self'";

    private final ClassLoader classPath;
    private final String root;
    private final boolean demo;
    private final Json json = new Json(() -> {});
    private final Cache<String, StaticFile> cache = Caffeine.newBuilder()
            .maximumWeight(CACHED_BYTES)
            .weigher((String _, StaticFile file) -> file.weight())
            .build();

    /** {@code root}: the folder of the class path, {@code web}. */
    public StaticFiles(ClassLoader classPath, String root, boolean demo) {
        this.classPath = classPath;
        this.root = root;
        this.demo = demo;
    }

    /** Adds GET and HEAD of everything that no route before this has taken. */
    public void register(HttpRouting.Builder routing) {
        routing.get("/*", this::serve);
        routing.head("/*", this::serve);
        routing.any("/*", (_, response) -> refuse(response));
    }

    private void serve(ServerRequest request, ServerResponse response) {
        String path = request.path().path();
        Optional<String> elsewhere = redirect(path);
        if (elsewhere.isPresent()) {
            response.status(Status.MOVED_PERMANENTLY_301);
            set(response, HeaderNames.LOCATION, elsewhere.get());
            response.send();
            return;
        }
        Optional<String> resource = resource(path);
        Optional<StaticFile> file = resource.map(name -> cache.get(name, n -> load(n).orElse(null)));
        if (file.isEmpty()) {
            refuse(response);
        } else {
            send(request, response, resource.get(), file.get());
        }
    }

    private Optional<String> redirect(String path) {
        return switch (path) {
            case "/", "/console" -> Optional.of("/console/");
            case "/demo" -> demo ? Optional.of("/demo/") : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<String> resource(String path) {
        if (path.equals("/widget.js") || path.equals("/widget-poll.js")) {
            return Optional.of("/widget" + path);
        }
        String whole = path.endsWith("/") ? path + "index.html" : path;
        boolean served = whole.startsWith("/console/") || (demo && whole.startsWith("/demo/"));
        return Optional.of(whole).filter(p -> served && PLAIN.matcher(p).matches() && StaticFile.known(p));
    }

    private Optional<StaticFile> load(String name) {
        try (InputStream in = classPath.getResourceAsStream(root + name)) {
            return in == null ? Optional.empty() : Optional.of(StaticFile.of(name, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(ServerRequest request, ServerResponse response, String name, StaticFile file) {
        boolean gzip = file.gzipped().isPresent() && acceptsGzip(request);
        String etag = gzip ? file.gzipEtag() : file.etag();
        headers(name, file).forEach((header, value) -> response.headers().set(HeaderValues.create(header, value)));
        if (name.startsWith(WIDGET)) {
            set(response, HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*"); // or no page could load it as a module
        }
        set(response, HeaderNames.ETAG, etag);
        if (request.headers()
                .first(HeaderNames.IF_NONE_MATCH)
                .filter(seen -> matches(seen, etag))
                .isPresent()) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        if (gzip) {
            set(response, HeaderNames.CONTENT_ENCODING, "gzip");
        }
        response.send(gzip ? file.gzipped().get() : file.bytes());
    }

    private static boolean acceptsGzip(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.ACCEPT_ENCODING)
                .filter(accepted -> accepted.contains("gzip") && !accepted.contains("gzip;q=0"))
                .isPresent();
    }

    private static boolean matches(String seen, String etag) {
        return seen.equals("*") || seen.contains(etag);
    }

    private static Map<String, String> headers(String name, StaticFile file) {
        boolean widget = name.startsWith(WIDGET);
        return Map.of(
                "Content-Type", file.contentType(),
                "X-Content-Type-Options", "nosniff",
                "Vary", "Accept-Encoding",
                "Referrer-Policy", "same-origin",
                "Cache-Control", caching(name),
                "Content-Security-Policy", PAGE_POLICY,
                // Other sites load the widget's script; nobody else may load the rest.
                "Cross-Origin-Resource-Policy", widget ? "cross-origin" : "same-origin",
                "Cross-Origin-Opener-Policy", "same-origin",
                "Permissions-Policy", "geolocation=(), payment=(), usb=()");
    }

    /** The widget may be shown from the cache while the server is down; a bundler's names change with the content. */
    private static String caching(String name) {
        if (name.startsWith(WIDGET)) {
            return "public, max-age=3600, stale-while-revalidate=604800, stale-if-error=604800";
        }
        return name.contains("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    }

    private void refuse(ServerResponse response) {
        var problem = Problems.answer(ApiException.notFound());
        response.status(Status.NOT_FOUND_404);
        set(response, HeaderNames.CONTENT_TYPE, Problems.MEDIA_TYPE);
        set(response, HeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff");
        response.send(json.write(((Answer.Json) problem.body()).value()));
    }

    private static void set(ServerResponse response, HeaderName name, String value) {
        response.headers().set(HeaderValues.create(name, value));
    }
}
