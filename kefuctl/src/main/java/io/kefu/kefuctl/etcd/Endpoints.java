package io.kefu.kefuctl.etcd;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Loopback;
import io.kefu.kefuctl.cli.Trust;
import io.kefu.server.app.CertificateFiles;
import io.kefu.server.app.CertificateFiles.BadCertificateException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Where the members of an etcd listen for clients, and how a connection to them is secured.
 *
 * @param ca whose certificates are believed; those that Java believes when empty
 * @param own the certificate that is shown to etcd
 */
public record Endpoints(List<URI> members, Optional<Path> ca, Optional<CertificateFiles> own) {

    static final Duration CONNECT = Duration.ofSeconds(2);

    /** Throws {@link CommandFailure} for what is no address of a member. */
    public Endpoints {
        members = List.copyOf(members);
        members.forEach(Endpoints::check);
    }

    private static void check(URI member) {
        boolean http = "http".equals(member.getScheme()) || "https".equals(member.getScheme());
        // Not getUserInfo(), which is null beside a host that is no name of DNS, such as my_host.
        boolean bare = member.toString().indexOf('@') < 0 && member.getRawQuery() == null;
        if (!http || !bare || member.getHost() == null) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--endpoint is no address of etcd" + (bare ? ": " + member : ", or has a login in it"),
                    "such as https://etcd-1.example.com:2379; a login is given with --login-file");
        }
    }

    /** A member to which what is sent can be read on the way. */
    Optional<URI> inClear() {
        return members.stream()
                .filter(each -> "http".equals(each.getScheme()) && !Loopback.is(each))
                .findFirst();
    }

    /** Throws {@link CommandFailure} when a certificate cannot be used. */
    HttpClient client() {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER) // the login is for these members alone
                .connectTimeout(CONNECT);
        if (ca.isPresent() || own.isPresent()) {
            client.sslContext(context());
        }
        return client.build();
    }

    private SSLContext context() {
        TrustManager[] trust = ca.map(Trust::managers).orElse(null);
        KeyManager[] keys = own.map(Endpoints::keys).orElse(null);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has TLS", e);
        }
    }

    private static KeyManager[] keys(CertificateFiles files) {
        try {
            CertificateFiles.Pair pair = files.read();
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("own", pair.key(), new char[0], pair.chain().toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            return keys.getKeyManagers();
        } catch (BadCertificateException e) {
            throw new CommandFailure(ExitCode.FAILED, e.getMessage(), "", e);
        } catch (IOException | GeneralSecurityException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, files.certificate() + " cannot be shown to etcd: " + e.getMessage(), "", e);
        }
    }
}
