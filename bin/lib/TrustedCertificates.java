import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

/**
 * Writes the certificates of a PEM bundle (first argument) as a trust store (second). The form is JKS, which Java reads
 * without a password; of a PKCS #12 store it would see no certificate.
 */
final class TrustedCertificates {
    private TrustedCertificates() {}

    public static void main(String[] args) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("JKS");
        store.load(null, null);
        try (var bundle = Files.newInputStream(Path.of(args[0]))) {
            var number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(bundle)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
        }
        try (var out = Files.newOutputStream(Path.of(args[1]))) {
            store.store(out, "changeit".toCharArray());
        }
    }
}
