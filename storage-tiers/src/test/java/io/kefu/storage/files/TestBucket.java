package io.kefu.storage.files;

import io.kefu.config.ByteSize;
import io.kefu.config.Secret;
import io.kefu.storage.engines.EngineAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** An empty bucket of a real S3 server, gone when closed. */
public final class TestBucket implements AutoCloseable {
    private static final String PREFIX = "kefu/";

    private final EngineAddress server;
    private final S3Client client;
    private final String name = "test-" + UUID.randomUUID();

    public TestBucket(EngineAddress server) {
        this.server = server;
        var keys = AwsBasicCredentials.create(server.user(), server.password());
        this.client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(URI.create("http://" + server.host() + ":" + server.port()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(keys))
                .forcePathStyle(true)
                .build();
        client.createBucket(make -> make.bucket(name));
    }

    /** A configuration that has its files here. */
    public FilesConfig config() {
        return config(server.port(), server.password(), name);
    }

    /** Through a proxy on loopback. */
    public FilesConfig through(int port) {
        return config(port, server.password(), name);
    }

    FilesConfig withSecret(String secret) {
        return config(server.port(), secret, name);
    }

    FilesConfig withBucket(String bucket) {
        return config(server.port(), server.password(), bucket);
    }

    private FilesConfig config(int port, String secret, String bucket) {
        return new FilesConfig(
                FilesConfig.Engine.S3,
                Optional.of("http://127.0.0.1:" + port),
                Optional.of(bucket),
                "us-east-1",
                Optional.of(new Secret(server.user())),
                Optional.of(new Secret(secret)),
                Optional.of(PREFIX),
                true,
                ByteSize.parse("64MiB"),
                Duration.ofDays(7),
                new FilesConfig.Pictures(true, 2560, 82));
    }

    /** The names of what is there. */
    public List<String> keys() {
        return client.listObjectsV2(list -> list.bucket(name)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    void write(String digest, String text) {
        client.putObject(
                put -> put.bucket(name).key(PREFIX + DirectoryContents.name(digest)), RequestBody.fromString(text));
    }

    @Override
    public void close() {
        keys().forEach(key -> client.deleteObject(gone -> gone.bucket(name).key(key)));
        client.deleteBucket(gone -> gone.bucket(name));
        client.close();
    }
}
