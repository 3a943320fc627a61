package io.kefu.kefuctl.doctor;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.zone.ZoneRulesProvider;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** This machine, a Linux. */
final class LinuxHost implements Host {

    private static final int MOST_BYTES = 1 << 20;
    private static final int SYNCS = 9;
    private static final int PATIENCE_MILLIS = 2_000;

    @Override
    public Optional<String> text(String path) {
        try (InputStream file = Files.newInputStream(Path.of(path))) {
            return Optional.of(new String(file.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty(); // not there, or not for this user: the check says which
        }
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(Path.of(path));
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Space space(Path directory) throws IOException {
        // Not by its file store, which Java looks for among the mounts: in a chroot its own may be none of them.
        File place = directory.toFile();
        long[] inodes = inodes(directory);
        return new Space(place.getTotalSpace(), place.getUsableSpace(), inodes[0], inodes[1]);
    }

    /** Java does not tell; {@code stat} of coreutils does. */
    private static long[] inodes(Path directory) throws IOException {
        Process stat = new ProcessBuilder("stat", "-f", "-c", "%c %d", directory.toString())
                .redirectErrorStream(true)
                .start();
        try (InputStream out = stat.getInputStream()) {
            if (!stat.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException("stat does not answer");
            }
            String[] words = new String(out.readNBytes(200), StandardCharsets.UTF_8)
                    .strip()
                    .split(" ", -1);
            return stat.exitValue() == 0 && words.length == 2
                    ? new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])}
                    : new long[2];
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            stat.destroyForcibly();
        }
    }

    @Override
    public Duration sync(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, ".doctor", "");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            long[] nanos = new long[SYNCS];
            for (int i = 0; i < SYNCS; i++) {
                long begun = System.nanoTime();
                channel.write(ByteBuffer.allocate(4096));
                channel.force(false);
                nanos[i] = System.nanoTime() - begun;
            }
            Arrays.sort(nanos);
            return Duration.ofNanos(nanos[SYNCS / 2]);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public boolean writable(Path path) {
        return Files.isWritable(path);
    }

    @Override
    public String owner(Path path) throws IOException {
        return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
    }

    @Override
    public String group(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .group()
                .getName();
    }

    @Override
    public Optional<String> listener(int port) {
        return new Sockets(this).listener(port);
    }

    @Override
    public Optional<Duration> resolves(String name) {
        long begun = System.nanoTime();
        CompletableFuture<Boolean> asked = CompletableFuture.supplyAsync(() -> known(name));
        try {
            boolean known = asked.get(2L * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return known ? Optional.of(Duration.ofNanos(System.nanoTime() - begun)) : Optional.empty();
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static boolean known(String name) {
        try {
            return InetAddress.getAllByName(name).length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public boolean reaches(String name, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(name, port), PATIENCE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String timeZoneData() {
        return ZoneRulesProvider.getVersions("UTC").lastKey();
    }
}
