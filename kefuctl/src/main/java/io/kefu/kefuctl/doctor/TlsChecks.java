package io.kefu.kefuctl.doctor;

import static io.kefu.kefuctl.doctor.Check.Area.TLS;

import io.kefu.server.app.ServerConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The certificate of the public listener, where TLS ends in the server (RFC 5280). */
final class TlsChecks {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private TlsChecks() {}

    static List<Check> all() {
        return List.of(expiry(), chain(), key(), strength(), names());
    }

    /** What to say of the chain; where there is none, that. */
    @FunctionalInterface
    private interface Look {
        Finding at(List<X509Certificate> chain, ServerConfig.Certificate files)
                throws IOException, GeneralSecurityException;
    }

    private static Probe certificate(Look look) {
        return scene -> {
            Optional<ServerConfig.Certificate> tls = scene.single(ServerConfig.class)
                    .flatMap(server -> server.listeners().open().tls());
            if (tls.isEmpty()) {
                return Finding.skip("TLS does not end in the server");
            }
            try {
                return look.at(read(tls.get()), tls.get());
            } catch (IOException | GeneralSecurityException e) {
                return Finding.fail(
                        "%s cannot be read as a certificate", tls.get().certificateFile());
            }
        };
    }

    private static List<X509Certificate> read(ServerConfig.Certificate files)
            throws IOException, GeneralSecurityException {
        byte[] pem = Files.readAllBytes(Path.of(files.certificateFile()));
        List<X509Certificate> chain =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                        .map(X509Certificate.class::cast)
                        .toList();
        if (chain.isEmpty()) {
            throw new IOException("no certificate");
        }
        return chain;
    }

    private static Check expiry() {
        return Check.of(TLS, "KEFU-D070", "how long the certificate is good")
                .measures("Days until the first certificate of the chain that ends: fails under 3, warns under 21.")
                .why("From that moment no browser connects, and nobody is told but by customers who call.")
                .fix("have it renewed; the server reads the files again by itself")
                .beforeInstall()
                .probe(scene -> certificate((chain, _) -> {
                            long days = chain.stream()
                                    .mapToLong(each -> Duration.between(
                                                    scene.host().now(),
                                                    each.getNotAfter().toInstant())
                                            .toDays())
                                    .min()
                                    .orElse(0);
                            return days < 3
                                    ? Finding.fail("%d days", days)
                                    : Finding.atLeast(Verdict.WARN, days, 21, "%d days", days);
                        })
                        .look(scene));
    }

    private static Check chain() {
        return Check.of(TLS, "KEFU-D071", "the certificate's chain")
                .measures(
                        "Whether each certificate of the file vouches for the one before: fails when not, warns when the"
                                + " server's own stands alone or vouches for itself.")
                .why("Phones and other servers do not find the missing ones by themselves: they refuse the connection.")
                .fix("put the server's certificate first, then those that vouch for it (fullchain.pem)")
                .beforeInstall()
                .probe(certificate((chain, _) -> {
                    for (int i = 1; i < chain.size(); i++) {
                        if (!signed(chain.get(i - 1), chain.get(i).getPublicKey())) {
                            return Finding.fail("number %d does not vouch for number %d", i + 1, i);
                        }
                    }
                    X509Certificate own = chain.getFirst();
                    boolean alone = chain.size() == 1;
                    return Finding.of(
                            alone ? Verdict.WARN : Verdict.OK,
                            "%d certificates%s",
                            chain.size(),
                            alone && signed(own, own.getPublicKey()) ? ", by itself alone" : "");
                }));
    }

    private static boolean signed(X509Certificate certificate, PublicKey by) {
        try {
            certificate.verify(by);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Check key() {
        return Check.of(TLS, "KEFU-D072", "the key is the certificate's")
                .measures(
                        "Whether what the key signs is proved by the certificate: fails when not, or when it is not PKCS #8.")
                .why("The server does not start with them, and keeps the old ones when they come while it runs.")
                .fix("give both of the same request; openssl pkcs8 -topk8 -nocrypt makes a key PKCS #8")
                .beforeInstall()
                .probe(certificate((chain, files) -> {
                    Matcher pem = KEY.matcher(Files.readString(Path.of(files.keyFile())));
                    return !pem.find()
                            ? Finding.fail("%s holds no key in PKCS #8", files.keyFile())
                            : belongs(pem.group(1), chain.getFirst().getPublicKey())
                                    ? Finding.ok(
                                            "%s",
                                            chain.getFirst().getPublicKey().getAlgorithm())
                                    : Finding.fail("%s is of another certificate", files.keyFile());
                }));
    }

    private static boolean belongs(String base64, PublicKey certified) {
        try {
            PrivateKey key = KeyFactory.getInstance(certified.getAlgorithm())
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
            String algorithm = switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> "EdDSA";
            };
            byte[] something = certified.getEncoded();
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(something);
            Signature proving = Signature.getInstance(algorithm);
            proving.initVerify(certified);
            proving.update(something);
            return proving.verify(signing.sign());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static Check strength() {
        return Check.of(TLS, "KEFU-D073", "the certificate's strength")
                .measures("Its key and signature: warns at RSA under 2048 bits, and at SHA-1 or MD5.")
                .why("Browsers refuse such certificates.")
                .fix("have one made with an EC key of 256 bits, or RSA of 2048")
                .beforeInstall()
                .probe(certificate((chain, _) -> {
                    X509Certificate own = chain.getFirst();
                    int bits = own.getPublicKey() instanceof RSAKey rsa
                            ? rsa.getModulus().bitLength()
                            : Integer.MAX_VALUE;
                    String signature = own.getSigAlgName();
                    String upper = signature.toUpperCase(Locale.ROOT);
                    boolean weak = bits < 2048 || upper.startsWith("SHA1") || upper.startsWith("MD5");
                    return Finding.of(
                            weak ? Verdict.WARN : Verdict.OK,
                            "%s%s",
                            signature,
                            bits == Integer.MAX_VALUE ? "" : ", RSA " + bits);
                }));
    }

    private static Check names() {
        return Check.of(TLS, "KEFU-D074", "the certificate's names")
                .measures(
                        "Whether the subject's alternative names hold `--hostname`, or any at all when that is not given:"
                                + " fails when not.")
                .why("Browsers look at these names alone, and refuse a certificate without the one that was typed.")
                .fix("have one made for the name that clients use")
                .beforeInstall()
                .probe(scene -> certificate((chain, _) -> {
                            List<String> names = names(chain.getFirst());
                            boolean fits = scene.hostname()
                                    .map(wanted -> names.stream().anyMatch(name -> fits(name, wanted)))
                                    .orElse(!names.isEmpty());
                            return Finding.of(
                                    fits ? Verdict.OK : Verdict.FAIL,
                                    "%s",
                                    names.isEmpty() ? "it has none" : String.join(", ", names));
                        })
                        .look(scene));
    }

    private static List<String> names(X509Certificate certificate) throws GeneralSecurityException {
        var names = certificate.getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream()
                        .filter(each -> each.get(0).equals(DNS) || each.get(0).equals(ADDRESS))
                        .map(each -> each.get(1).toString())
                        .toList();
    }

    /** RFC 6125, 6.4.3: a star stands for the first label alone. */
    private static boolean fits(String name, String wanted) {
        return name.equalsIgnoreCase(wanted)
                || (name.startsWith("*.")
                        && wanted.indexOf('.') > 0
                        && wanted.substring(wanted.indexOf('.')).equalsIgnoreCase(name.substring(1)));
    }
}
