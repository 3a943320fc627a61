package io.kefu.kefuctl.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.kefuctl.cli.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

    @TempDir
    Path folder;

    private Path privateKey;
    private Path publicKey;
    private Path bundle;

    @BeforeEach
    void pack() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        privateKey = pem("kefu.key", "PRIVATE KEY", pair.getPrivate());
        publicKey = pem("kefu.pub", "PUBLIC KEY", pair.getPublic());
        bundle = folder.resolve("kefu-bundle.zip");
        write(bundle);
    }

    private void write(Path to) throws IOException {
        Path archive = folder.resolve("kefu-1.0.0-linux-x64.tar.gz");
        Files.writeString(archive, "an archive");
        BundleWriter writer = new BundleWriter("1.0.0");
        writer.add("release/kefu-1.0.0-linux-x64.tar.gz", archive);
        writer.write(to, Optional.of(privateKey));
    }

    private Path pem(String name, String kind, Key key) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return Files.writeString(
                folder.resolve(name), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    /** The bundle with one entry changed, left out (null), or added. */
    private Path with(String name, String text) throws IOException {
        Path changed = folder.resolve("changed.zip");
        try (ZipFile from = new ZipFile(bundle.toFile());
                OutputStream out = Files.newOutputStream(changed);
                ZipOutputStream to = new ZipOutputStream(out)) {
            for (ZipEntry entry : from.stream().toList()) {
                if (!entry.getName().equals(name)) {
                    to.putNextEntry(new ZipEntry(entry.getName()));
                    try (InputStream in = from.getInputStream(entry)) {
                        in.transferTo(to);
                    }
                }
            }
            if (text != null) {
                to.putNextEntry(new ZipEntry(name));
                to.write(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return changed;
    }

    private void refused(Path file, String why) {
        assertThatThrownBy(() -> Bundle.at(file).verified(Optional.of(publicKey)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(why);
    }

    @Test
    void a_bundle_that_nobody_touched_is_believed_and_gives_its_archive() throws Exception {
        Bundle.Verified verified = Bundle.at(bundle).verified(Optional.of(publicKey));
        assertThat(verified.signed()).isTrue();
        Bundle.Archive archive = verified.archive("linux-x64");
        try (InputStream in = Bundle.open(bundle, archive.name())) {
            assertThat(Digest.of(in)).isEqualTo(archive.sha256());
        }
        verified.mirror(folder.resolve("mirror"));
        assertThat(folder.resolve("mirror/release/kefu-1.0.0-linux-x64.tar.gz")).hasContent("an archive");
        assertThatThrownBy(() -> verified.archive("linux-arm64")).hasMessageContaining("no release for linux-arm64");
    }

    @Test
    void a_changed_added_or_missing_file_is_refused_by_its_name() throws Exception {
        String archive = "release/kefu-1.0.0-linux-x64.tar.gz";
        refused(with(archive, "another one"), archive + " was changed");
        refused(with(archive, null), archive + " is missing");
        refused(with("release/more.sh", "rm -rf /"), "its list does not name release/more.sh");
    }

    @Test
    void a_list_that_was_changed_with_its_files_is_refused_by_its_signature() throws Exception {
        refused(with("bundle.json", "{\"version\": \"1.0.0\", \"files\": []}"), "was changed since it was signed");
        refused(with("bundle.sig", "AAAA"), "was changed since it was signed");
        refused(with("bundle.sig", null), "bundle.sig is missing");
    }

    @Test
    void a_bundle_of_nothing_is_refused_and_none_of_several_versions_is_chosen() throws Exception {
        Path nothing = folder.resolve("nothing.zip");
        new BundleWriter("1.0.0").write(nothing, Optional.of(privateKey));
        refused(nothing, "names no file");
        Path archive = folder.resolve("kefu-1.0.0-linux-x64.tar.gz");
        Path two = folder.resolve("two.zip");
        BundleWriter writer = new BundleWriter("0.10.0");
        writer.add("release/kefu-0.9.0-linux-x64.tar.gz", archive);
        writer.add("release/kefu-0.10.0-linux-x64.tar.gz", archive);
        writer.add("docs/kefu-9.9.9-linux-arm64.tar.gz", archive);
        writer.write(two, Optional.of(privateKey));
        Bundle.Verified verified = Bundle.at(two).verified(Optional.of(publicKey));
        assertThatThrownBy(() -> verified.archive("linux-x64"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("holds several releases for linux-x64");
        assertThatThrownBy(() -> verified.archive("linux-arm64")).hasMessageContaining("no release for linux-arm64");
    }

    @Test
    void a_link_that_lies_in_the_way_of_a_mirror_is_not_followed() throws Exception {
        Path mirror = Files.createDirectories(folder.resolve("mirror/release"));
        Path foreign = Files.writeString(folder.resolve("foreign"), "somebody else's");
        Files.createSymbolicLink(mirror.resolve("kefu-1.0.0-linux-x64.tar.gz.next"), foreign);
        Bundle.at(bundle).verified(Optional.of(publicKey)).mirror(folder.resolve("mirror"));
        assertThat(foreign).hasContent("somebody else's");
        assertThat(mirror.resolve("kefu-1.0.0-linux-x64.tar.gz")).hasContent("an archive");
    }

    @Test
    void another_key_is_not_enough() throws Exception {
        KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path key = pem("other.pub", "PUBLIC KEY", other.getPublic());
        assertThatThrownBy(() -> Bundle.at(bundle).verified(Optional.of(key)))
                .hasMessageContaining("somebody else has signed it");
    }

    @Test
    void one_that_is_cut_off_is_refused() throws Exception {
        Path cut = folder.resolve("cut.zip");
        byte[] whole = Files.readAllBytes(bundle);
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
        refused(cut, "is damaged, cut off");
    }

    @Test
    void the_same_files_make_the_same_bundle() throws Exception {
        Path again = folder.resolve("again.zip");
        write(again);
        assertThat(again).hasSameBinaryContentAs(bundle);
    }

    @Test
    void an_archive_is_compared_with_its_signed_checksums() throws Exception {
        Path archive = folder.resolve("kefu-1.0.0-linux-x64.tar.gz");
        Path sums = folder.resolve("SHA256SUMS");
        try (InputStream in = Files.newInputStream(archive)) {
            Files.writeString(sums, Digest.of(in) + "  " + archive.getFileName() + "\n");
        }
        Files.writeString(folder.resolve("SHA256SUMS.sig"), Signature.sign(Files.readAllBytes(sums), privateKey));
        try (InputStream in = Files.newInputStream(archive)) {
            assertThat(Checksums.verify(archive, Optional.of(publicKey))).isEqualTo(Digest.of(in));
        }
        Files.writeString(archive, "an archivE");
        assertThatThrownBy(() -> Checksums.verify(archive, Optional.empty()))
                .hasMessageContaining("is cut off or was changed");
        Files.writeString(sums, "0000  " + archive.getFileName() + "\n");
        assertThatThrownBy(() -> Checksums.verify(archive, Optional.of(publicKey)))
                .hasMessageContaining("was changed since it was signed");
    }
}
