import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;

/** The one user that the endpoint lets in, by either of the two ways in which ClickHouse's clients name theirs. */
record Credentials(String user, String password) {

    void check(HttpExchange exchange) throws EngineException {
        var headers = exchange.getRequestHeaders();
        var basic = headers.getFirst("Authorization");
        var given = basic != null && basic.startsWith("Basic ")
                ? new String(Base64.getDecoder().decode(basic.substring("Basic ".length())), StandardCharsets.UTF_8)
                : Objects.toString(headers.getFirst("X-ClickHouse-User"), "default") + ":"
                        + Objects.toString(headers.getFirst("X-ClickHouse-Key"), "");
        if (!MessageDigest.isEqual(bytes(given), bytes(user + ":" + password))) {
            throw new EngineException("Code: 516. DB::Exception: " + given.substring(0, given.indexOf(':'))
                    + ": Authentication failed: password is incorrect, or there is no user with such name. "
                    + "(AUTHENTICATION_FAILED)");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
