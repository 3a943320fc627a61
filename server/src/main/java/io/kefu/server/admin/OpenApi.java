package io.kefu.server.admin;

import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The description of the REST API (OpenAPI 3.1), a file that a test holds to the routes. */
final class OpenApi {
    private OpenApi() {}

    static List<Route> routes() {
        byte[] document = document();
        return List.of(
                Route.get("/api/v1/openapi.json", Access.ANYONE, _ -> Answer.bytes("application/json", document)));
    }

    static byte[] document() {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
