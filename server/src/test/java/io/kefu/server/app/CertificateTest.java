package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.Ping;
import io.kefu.protocol.v1.ServerFrame.FrameCase;
import io.kefu.server.testing.TestCertificate;
import io.kefu.server.testing.TestClient;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** TLS that ends in this process. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CertificateTest {

    @TempDir
    private Path directory;

    private record Shown(String protocol, X509Certificate certificate) {}

    @Test
    void a_renewed_certificate_is_shown_to_whoever_comes_and_disturbs_nobody_who_is_there() throws Exception {
        TestCertificate.Made first = TestCertificate.make(directory.resolve("first"));
        TestCertificate.Made second = TestCertificate.make(directory.resolve("second"));
        put(first);
        WholeServer whole = WholeServer.in(directory)
                .edit(
                        "server.yaml",
                        "public: {host: 127.0.0.1, port: 0}",
                        "public: {host: 127.0.0.1, port: 0, tls: {certificateFile: %s, keyFile: %s}}"
                                .formatted(file("shown.pem"), file("shown.key")));
        try (WholeServer server = whole.start()) {
            assertThat(server.http().base()).startsWith("https://");
            Shown shown = shown(server.port());
            assertThat(shown.protocol()).isEqualTo("TLSv1.3");
            assertThat(shown.certificate()).isEqualTo(first.certificate());
            try (TestClient client = TestClient.secure(server.port(), true, first.context())) {
                client.send(ClientFrame.newBuilder()
                        .setHello(Hello.newBuilder().setToken(visitor(server, first.context())))
                        .build());
                client.await(FrameCase.WELCOME);

                put(second);
                WholeServer.eventually(() -> shown(server.port()).certificate().equals(second.certificate()));
                stillThere(client, "renewed");

                Files.writeString(file("shown.pem"), "-----BEGIN CERTIFICATE-----\nnothing\n");
                WholeServer.eventually(() -> problems(server).contains("holds no certificate"));
                assertThat(shown(server.port()).certificate()).isEqualTo(second.certificate());
                Files.writeString(file("shown.pem"), first.certificatePem());
                WholeServer.eventually(() -> problems(server).contains("is not the key of"));
                assertThat(shown(server.port()).certificate()).isEqualTo(second.certificate());
                stillThere(client, "broken");

                put(second);
                WholeServer.eventually(() -> !problems(server).contains("certificate"));
            }
        }
    }

    @Test
    void a_server_does_not_start_with_what_is_no_certificate_and_says_so() throws Exception {
        TestCertificate.Made made = TestCertificate.make(directory.resolve("made"));
        put(made);
        CertificateFiles missing = new CertificateFiles(directory.resolve("nowhere.pem"), file("shown.key"));
        assertThatThrownBy(() -> LiveCertificate.open("public", missing))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("nowhere.pem cannot be read");
        Files.writeString(file("old.key"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        assertThatThrownBy(
                        () -> LiveCertificate.open("public", new CertificateFiles(file("shown.pem"), file("old.key"))))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("openssl pkcs8 -topk8");
        Files.writeString(file("damaged.key"), "-----BEGIN PRIVATE KEY-----\nAAAAA\n-----END PRIVATE KEY-----\n");
        CertificateFiles damaged = new CertificateFiles(file("shown.pem"), file("damaged.key"));
        assertThatThrownBy(() -> LiveCertificate.open("public", damaged))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("damaged.key is damaged");
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private void put(TestCertificate.Made made) throws Exception {
        Files.writeString(file("shown.key"), made.keyPem());
        Files.writeString(file("shown.pem"), made.certificatePem());
    }

    private static void stillThere(TestClient client, String nonce) {
        client.send(ClientFrame.newBuilder()
                .setPing(Ping.newBuilder().setNonce(nonce))
                .build());
        client.await(frame -> frame.getPong().getNonce().equals(nonce));
    }

    private static String problems(WholeServer server) {
        return server.admin().get("/admin/v1/status").json().path("problems").toString();
    }

    private static String visitor(WholeServer server, SSLContext trusting) throws Exception {
        try (HttpClient https = HttpClient.newBuilder().sslContext(trusting).build()) {
            HttpResponse<String> answer = https.send(
                    HttpRequest.newBuilder(URI.create(server.http().base() + "/api/v1/visitors"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"channel\": \"web\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(JsonMapper.shared()
                            .readTree(answer.body())
                            .path("ws_url")
                            .asString())
                    .startsWith("wss://");
            return JsonMapper.shared().readTree(answer.body()).path("token").asString();
        }
    }

    /** What a client that has never been here is shown. */
    private static Shown shown(int port) {
        try {
            SSLContext anybody = SSLContext.getInstance("TLS");
            anybody.init(null, new TrustManager[] {new Gullible()}, null);
            try (SSLSocket socket =
                    (SSLSocket) anybody.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(30_000);
                socket.startHandshake();
                return new Shown(socket.getSession().getProtocol(), (X509Certificate)
                        socket.getSession().getPeerCertificates()[0]);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Only looks. */
    private static final class Gullible implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
