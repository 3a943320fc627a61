package io.kefu.storage.files;

import io.kefu.config.Secret;
import io.kefu.storage.fault.CircuitBreaker;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A bucket of an S3 server. Each call is tried three times at most, with time-outs; once several in a row have failed, those
 * of the next seconds fail at once. Uses the keys and the address that it is given, and nothing of the machine's own.
 */
final class S3Bucket implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** Without a byte. */
    private static final Duration SILENCE = Duration.ofSeconds(5);
    /** A call with all its tries: a GiB at 2 MiB/s. */
    private static final Duration WHOLE_CALL = Duration.ofMinutes(10);

    private static final int TRIES = 3;
    private static final int FAILURES_TO_REST = 2;
    static final Duration REST = Duration.ofSeconds(5);

    private final S3Client client;
    private final CircuitBreaker breaker;
    private final String name;
    private final String prefix;
    private final String endpoint;
    private volatile String trouble = "";

    /** Takes what comes back as it comes. */
    @FunctionalInterface
    interface Receiving {
        Incoming receive(InputStream in, long size) throws IOException;
    }

    /**
     * Asks the server nothing.
     *
     * @param nanoClock by which it rests
     */
    S3Bucket(FilesConfig config, LongSupplier nanoClock) {
        this.breaker = new CircuitBreaker(FAILURES_TO_REST, REST, nanoClock);
        this.name = config.bucket().orElseThrow();
        this.prefix = config.prefix().orElse("");
        this.endpoint = config.endpoint().orElseThrow();
        this.client = client(config, endpoint);
    }

    private static S3Client client(FilesConfig config, String endpoint) {
        var proxies = ProxyConfiguration.builder()
                .useSystemPropertyValues(false)
                .useEnvironmentVariablesValues(false)
                .build();
        var http = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(SILENCE)
                .proxyConfiguration(proxies);
        var keys = AwsBasicCredentials.create(key(config.accessKey()), key(config.secretKey()));
        return S3Client.builder()
                .httpClientBuilder(http)
                .endpointOverride(URI.create(endpoint))
                .region(Region.of(config.region()))
                .credentialsProvider(StaticCredentialsProvider.create(keys))
                .serviceConfiguration(
                        S3Configuration.builder().expectContinueEnabled(false).build())
                .forcePathStyle(config.pathStyle())
                // Our own digests say more, and servers other than Amazon's do not know trailing checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(all -> all.apiCallTimeout(WHOLE_CALL)
                        .retryStrategy(StandardRetryStrategy.builder()
                                .maxAttempts(TRIES)
                                .build())
                        .defaultProfileFile(ProfileFile.aggregator().build()))
                .build();
    }

    private static String key(Optional<Secret> key) {
        return key.orElseThrow().reveal();
    }

    /** Of what is there under that digest. */
    OptionalLong size(String digest) throws IOException {
        return called(
                        "asked for",
                        () -> found(() ->
                                client.headObject(head -> head.bucket(name).key(key(digest)))))
                .stream()
                .mapToLong(head -> head.contentLength())
                .findFirst();
    }

    /** The server holds what arrives against the digest; on return it is durable there. */
    void put(Incoming incoming) throws IOException {
        String sha256 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(incoming.digest()));
        called(
                "written to",
                () -> orWhyNot(() -> client.putObject(
                        put -> put.bucket(name)
                                .key(key(incoming.digest()))
                                .checksumSHA256(sha256)
                                .contentType("application/octet-stream"),
                        RequestBody.fromFile(incoming.path()))));
    }

    /** A server that refuses may close before it has read the body, and its answer is lost then (RFC 9112, section 9.6). */
    private <T> T orWhyNot(Supplier<T> upload) {
        try {
            return upload.get();
        } catch (SdkClientException e) {
            if (e.getCause() instanceof ConnectException) {
                throw e;
            }
            try {
                client.headBucket(head -> head.bucket(name));
            } catch (SdkClientException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /** Empty when there is nothing. */
    Optional<Incoming> get(String digest, Receiving receiving) throws IOException {
        return called(
                "read",
                () -> found(() -> client.getObject(
                        get -> get.bucket(name).key(key(digest)),
                        (answer, in) -> receiving.receive(in, answer.contentLength()))));
    }

    void delete(String digest) throws IOException {
        called(
                "removed from",
                () -> client.deleteObject(gone -> gone.bucket(name).key(key(digest))));
    }

    private static <T> Optional<T> found(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (S3Exception e) {
            if (e.statusCode() == 404 && !"NoSuchBucket".equals(code(e))) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> T called(String what, Supplier<T> call) throws IOException {
        if (!breaker.allows()) {
            throw new ContentsUnavailableException(
                    "the bucket " + name + " at " + endpoint + " did not answer a moment ago", null);
        }
        boolean answered = false;
        try {
            T result = call.get();
            answered = true;
            trouble = "";
            return result;
        } catch (S3Exception e) {
            answered = e.statusCode() < 500;
            throw failed(refusal(what, e), e);
        } catch (SdkException e) {
            throw failed("the bucket " + name + " at " + endpoint + " could not be " + what + ": " + e.getMessage(), e);
        } finally {
            if (answered) {
                breaker.succeeded();
            } else {
                breaker.failed();
            }
        }
    }

    private ContentsUnavailableException failed(String message, SdkException cause) {
        trouble = message;
        return new ContentsUnavailableException(message, cause);
    }

    /** Of the last call; empty when it was answered. */
    String trouble() {
        return trouble;
    }

    private String refusal(String what, S3Exception e) {
        String remedy = switch (e.statusCode()) {
            case 401, 403 ->
                " — check `accessKey`, `secretKey`, `region` and what this key may do in the bucket:"
                        + " GetObject, PutObject, DeleteObject, ListBucket";
            case 404 -> " — make the bucket, or check `bucket` and `pathStyle`";
            case 301, 307 -> " — check `region` and `endpoint`";
            default -> "";
        };
        return "the bucket " + name + " at " + endpoint + " could not be " + what + ": " + e.statusCode() + " "
                + code(e) + remedy;
    }

    private static String code(S3Exception e) {
        return e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    }

    private String key(String digest) {
        return prefix + DirectoryContents.name(digest);
    }

    /** For people. */
    String place(String digest) {
        return "s3://" + name + "/" + key(digest);
    }

    @Override
    public void close() {
        client.close();
    }
}
