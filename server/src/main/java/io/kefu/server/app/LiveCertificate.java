package io.kefu.server.app;

import io.kefu.server.app.CertificateFiles.BadCertificateException;
import io.kefu.server.app.CertificateFiles.Pair;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of a listener, which may be renewed while the server runs: connections that stand stay as they
 * are, and each new handshake shows what was read last. What cannot be used changes nothing; it is told once in the log, and in
 * {@code status} as long as it is so.
 */
final class LiveCertificate {

    private static final Logger log = LoggerFactory.getLogger(LiveCertificate.class);

    private final String listener;
    private final CertificateFiles files;
    private final SSLContext context;
    private volatile Showing showing;
    private volatile String problem = "";

    /** A handshake that began before the last renewal ends with what it began with. */
    private record Showing(int number, Pair now, Pair before) {
        Showing renewed(Pair next) {
            return new Showing(number + 1, next, now);
        }

        String name() {
            return "shown-" + number;
        }

        Pair named(String name) {
            return name.equals(name()) ? now : before;
        }
    }

    private LiveCertificate(String listener, CertificateFiles files, Pair first) {
        this.listener = listener;
        this.files = files;
        this.showing = new Showing(0, first, first);
        try {
            context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new Shown()}, null, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has TLS", e);
        }
    }

    /**
     * Reads it for the first time.
     *
     * @param listener {@code public} or {@code admin}
     * @throws StartFailure when the files cannot be used
     */
    static LiveCertificate open(String listener, CertificateFiles files) throws StartFailure {
        try {
            return new LiveCertificate(listener, files, files.read());
        } catch (BadCertificateException e) {
            throw new StartFailure(
                    StartFailure.Kind.PREFLIGHT,
                    "the " + listener + " listener's certificate cannot be used: " + e.getMessage(),
                    "`listeners." + listener + ".tls` of the kind Server names the two files",
                    List.of(),
                    e);
        }
    }

    SSLContext context() {
        return context;
    }

    /** Reads the files again, and shows from now on what they hold. */
    synchronized void look() {
        try {
            Pair read = files.read();
            if (!read.chain().equals(showing.now().chain())) {
                showing = showing.renewed(read);
                log.info("certificate=renewed serial={} until={}", serial(read), until(read));
            } else if (!problem.isEmpty()) {
                log.info("certificate=unchanged: its files can be read again");
            }
            problem = "";
        } catch (BadCertificateException e) {
            if (!e.getMessage().equals(problem)) {
                Pair kept = showing.now();
                log.warn("certificate=kept serial={} until={}: {}", serial(kept), until(kept), e.getMessage());
            }
            problem = e.getMessage();
        }
    }

    /** Why the files cannot be used; empty while they can. */
    Optional<String> problem() {
        return problem.isEmpty()
                ? Optional.empty()
                : Optional.of("the " + listener + " listener's certificate is the one of before, good until "
                        + until(showing.now()) + ": " + problem);
    }

    private static String serial(Pair pair) {
        return pair.chain().getFirst().getSerialNumber().toString(16);
    }

    private static Instant until(Pair pair) {
        return pair.chain().getFirst().getNotAfter().toInstant();
    }

    /** A name for each reading: a handshake asks for name, chain and key one after the other. */
    private final class Shown extends X509ExtendedKeyManager {

        private String choose(String keyType) {
            Showing current = showing;
            String algorithm = current.now().key().getAlgorithm();
            boolean fits = keyType.startsWith(algorithm) || (algorithm.equals("EdDSA") && keyType.startsWith("Ed"));
            return fits ? current.name() : null;
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return choose(keyType);
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return choose(keyType);
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[] {showing.name()};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return showing.named(alias).chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return showing.named(alias).key();
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return null; // this is no client
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }
    }
}
