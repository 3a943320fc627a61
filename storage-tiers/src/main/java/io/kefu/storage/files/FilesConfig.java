package io.kefu.storage.files;

import io.kefu.config.ByteSize;
import io.kefu.config.Default;
import io.kefu.config.Doc;
import io.kefu.config.FieldProblem;
import io.kefu.config.Secret;
import io.kefu.config.Within;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code files} of the kind {@code StoragePolicy}. */
public record FilesConfig(
        @Doc("Where the bytes are: `directory` is `files` in the data directory, `s3` a bucket of an S3 server.")
        @Default("directory")
        Engine engine,

        @Doc("Where the S3 server listens, such as `https://s3.eu-central-1.amazonaws.com` or `http://10.0.0.9:9000`.")
        Optional<String> endpoint,

        @Doc("The bucket. It is made before.") @Within(min = "3", max = "63")
        Optional<String> bucket,

        @Doc("The region that requests are signed for.") @Within(min = "1", max = "64") @Default("us-east-1")
        String region,

        @Doc("The name of the key: from a file or the environment.")
        Optional<Secret> accessKey,

        @Doc("The key: from a file or the environment.") Optional<Secret> secretKey,

        @Doc("What every object's name begins with, such as `kefu/`.") @Within(min = "1", max = "200")
        Optional<String> prefix,

        @Doc("Whether the bucket stands in the path (`https://HOST/BUCKET/…`) or before the host's name.")
        @Default("true")
        boolean pathStyle,

        @Doc("Disk for copies of what was lately read or written, in `files/copies` of the data directory.")
        @Within(min = "64MiB", max = "1TiB")
        @Default("1GiB")
        ByteSize copies,

        @Doc("How long an upload waits for the message that sends it. A client may send as late as it may repeat.")
        @Within(min = "1h", max = "30d")
        @Default("7d")
        Duration keepUnsent,

        @Doc("What becomes of large pictures.") Pictures pictures) {

    private static final Pattern PASSWORD =
            Pattern.compile("://[^/?#]*@|[?&;](?:password|secret)", Pattern.CASE_INSENSITIVE);

    /** Where the bytes are. */
    public enum Engine {
        DIRECTORY,
        S3
    }

    /** What becomes of large pictures. */
    public record Pictures(
            @Doc(
                    "Whether large photographs are made smaller when they come: sides bounded, stored as JPEG, upright, and"
                            + " without what the camera wrote into them, such as the place. Only where that saves a quarter"
                            + " and more; small pictures and animations stay as they are.")
            @Default("true")
            boolean compress,

            @Doc("The longer side, in pixels.") @Within(min = "640", max = "4096") @Default("2560")
            int maxSide,

            @Doc("The JPEG's quality.") @Within(min = "40", max = "100") @Default("82")
            int quality) {}

    /** What a policy without {@code files} says. */
    public static FilesConfig directory() {
        return new FilesConfig(
                Engine.DIRECTORY,
                Optional.empty(),
                Optional.empty(),
                "us-east-1",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                ByteSize.parse("1GiB"),
                Duration.ofDays(7),
                new Pictures(true, 2560, 82));
    }

    public FilesConfig {
        boolean s3 = engine == Engine.S3;
        needs(s3, endpoint, "endpoint", "http://10.0.0.9:9000");
        needs(s3, bucket, "bucket", "kefu-files");
        needs(s3, accessKey, "accessKey", "${env:KEFU_S3_ACCESS_KEY}");
        needs(s3, secretKey, "secretKey", "${file:/run/secrets/kefu-s3}");
        endpoint.ifPresent(FilesConfig::check);
    }

    private static void needs(boolean s3, Optional<?> value, String key, String example) {
        FieldProblem.unless(
                !s3 || value.isPresent(),
                key,
                "files are on an S3 server, and there is no `" + key + "`",
                "write one such as `" + example + "`");
        FieldProblem.unless(
                s3 || value.isEmpty(),
                key,
                "files are in the data directory, which has no `" + key + "`",
                "leave it out, or name `engine: s3`");
    }

    private static void check(String endpoint) {
        FieldProblem.unless(
                endpoint.matches("https?://[^/?#\\s]+/?"),
                "endpoint",
                "the address is not one of an S3 server",
                "write `https://HOST` or `http://HOST:PORT`, with nothing behind");
        FieldProblem.unless(
                !PASSWORD.matcher(endpoint).find(),
                "endpoint",
                "the address has a key in it, and addresses are printed",
                "write it as `secretKey: ${file:/run/secrets/…}` beside the address");
    }
}
