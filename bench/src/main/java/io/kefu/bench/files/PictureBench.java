package io.kefu.bench.files;

import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.PrincipalKey;
import io.kefu.storage.accounts.TokenLifetimes;
import io.kefu.storage.files.FileLimits;
import io.kefu.storage.files.FileStore;
import io.kefu.storage.files.FilesConfig;
import io.kefu.storage.files.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stores the pictures of one conversation twice: as they came, and with large photographs made smaller. */
public final class PictureBench {
    private static final PrincipalKey VISITOR = PrincipalKey.visitor("bench");

    /** Of one kind of pictures, in bytes. */
    public record Kind(int pictures, long came, long kept) {
        Kind plus(Kind other) {
            return new Kind(pictures + other.pictures, came + other.came, kept + other.kept);
        }
    }

    /**
     * What it took.
     *
     * @param asTheyCame bytes of the store without making them smaller, thumbnails among them
     * @param smaller bytes of the store with it
     * @param millisAsTheyCame the median of taking one in, without
     * @param millisSmaller with
     */
    public record Result(
            Map<String, Kind> kinds, long asTheyCame, long smaller, double millisAsTheyCame, double millisSmaller) {}

    private PictureBench() {}

    public static Result of(Path data) throws IOException {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        List<Double> plainMillis = new ArrayList<>();
        List<Double> smallerMillis = new ArrayList<>();
        try (Accounts first = Accounts.open(data.resolve("plain"), Clock.systemUTC(), TokenLifetimes.DEFAULT);
                Accounts second = Accounts.open(data.resolve("smaller"), Clock.systemUTC(), TokenLifetimes.DEFAULT);
                FileStore plain = store(data.resolve("plain/files"), first, false);
                FileStore smaller = store(data.resolve("smaller/files"), second, true)) {
            new Album().each(picture -> {
                put(plain, picture, plainMillis);
                StoredFile kept = put(smaller, picture, smallerMillis);
                kinds.merge(picture.kind(), new Kind(1, picture.bytes().length, kept.size()), Kind::plus);
            });
            return new Result(kinds, plain.bytes(), smaller.bytes(), median(plainMillis), median(smallerMillis));
        }
    }

    private static FileStore store(Path root, Accounts accounts, boolean compress) throws IOException {
        FilesConfig standard = FilesConfig.directory();
        FilesConfig config = new FilesConfig(
                standard.engine(),
                standard.endpoint(),
                standard.bucket(),
                standard.region(),
                standard.accessKey(),
                standard.secretKey(),
                standard.prefix(),
                standard.pathStyle(),
                standard.copies(),
                standard.keepUnsent(),
                new FilesConfig.Pictures(
                        compress,
                        standard.pictures().maxSide(),
                        standard.pictures().quality()));
        return FileStore.open(root, config, accounts.database(), FileLimits.DEFAULT, Clock.systemUTC());
    }

    private static StoredFile put(FileStore files, Album.Picture picture, List<Double> millis) {
        long started = System.nanoTime();
        try {
            return files.put(new ByteArrayInputStream(picture.bytes()), picture.name(), "", VISITOR);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            millis.add((System.nanoTime() - started) / 1e6);
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
    }
}
