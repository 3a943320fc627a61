package io.kefu.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.config.Secret;
import io.kefu.storage.accounts.PrincipalKey;
import io.kefu.storage.files.FilesConfig;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class FileRoutesTest {
    private static final byte[] PAGE = "<html><script>alert(document.domain)</script>".getBytes(UTF_8);

    @TempDir
    Path folder;

    private Shop shop;
    private Http ann;
    private Http eve;

    @BeforeEach
    void open() throws Exception {
        shop = new Shop(folder);
        ann = shop.http().asVisitor();
        eve = shop.http().asVisitor();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private static byte[] png() {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String id(Http.Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.json().path("file_id").asString();
    }

    /** Nothing listens there. */
    private static FilesConfig awayBucket() {
        FilesConfig standard = FilesConfig.directory();
        return new FilesConfig(
                FilesConfig.Engine.S3,
                Optional.of("http://127.0.0.1:1"),
                Optional.of("kefu-files"),
                standard.region(),
                Optional.of(new Secret("name")),
                Optional.of(new Secret("not-a-real-one")),
                standard.prefix(),
                standard.pathStyle(),
                standard.copies(),
                standard.keepUnsent(),
                standard.pictures());
    }

    @Test
    void while_the_s3_server_is_away_files_are_refused_for_now_and_nothing_is_half_written() throws Exception {
        shop.close();
        shop = new Shop(folder, awayBucket());
        ann = shop.http().asVisitor();

        Http.Reply up = ann.upload("a.txt", "text/plain", "hello".getBytes(UTF_8));
        assertThat(up.status()).isEqualTo(503);
        assertThat(up.json().path("code").asString()).isEqualTo("unavailable");
        assertThat(Integer.parseInt(up.header("retry-after"))).isPositive();
        assertThat(shop.files.trouble()).contains("127.0.0.1:1").doesNotContain("not-a-real-one");
        assertThat(shop.files.report().waiting()).isEqualTo(1); // what may be there, till the next sweep
        assertThat(up.text()).doesNotContain("127.0.0.1").doesNotContain("not-a-real-one");
        try (Stream<Path> left = Files.walk(folder.resolve("files"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void while_the_s3_server_is_away_a_file_that_it_has_is_asked_for_again_later() throws Exception {
        String file = id(ann.upload("a.txt", "text/plain", "hello".getBytes(UTF_8)));
        shop.close();
        try (Stream<Path> all = Files.walk(folder.resolve("files"))) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                Files.delete(each);
            }
        }
        shop = new Shop(folder, awayBucket());

        Http.Reply down = new Http(shop.http().base(), ann.headers()).get("/api/v1/files/" + file);
        assertThat(down.status()).isEqualTo(503);
        assertThat(down.header("retry-after")).isNotEmpty();
    }

    @Test
    void a_picture_goes_up_and_comes_down_with_its_thumbnail() {
        byte[] png = png();
        JsonNode file = ann.upload("图 1.png", "image/png", png).json();

        assertThat(file.path("name").asString()).isEqualTo("图 1.png");
        assertThat(file.path("mime_type").asString()).isEqualTo("image/png");
        assertThat(file.path("width").asInt()).isEqualTo(640);
        assertThat(file.path("file_id").asString()).matches("[A-Za-z0-9_-]{22}");
        Http.Reply down = ann.get("/api/v1/files/" + file.path("file_id").asString());
        assertThat(down.bytes()).isEqualTo(png);
        assertThat(down.header("content-type")).isEqualTo("image/png");
        assertThat(down.header("content-disposition")).isEqualTo("inline; filename*=UTF-8''%E5%9B%BE%201.png");
        assertThat(ann.get("/api/v1/files/" + file.path("thumbnail_file_id").asString())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_disk_that_takes_nothing_is_no_fault_of_the_senders() throws IOException {
        Path incoming = folder.resolve("files/incoming");
        Files.delete(incoming);
        Http.Reply reply = ann.upload("a.txt", "text/plain", "text".getBytes(UTF_8));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.code()).isEqualTo("unavailable");
        assertThat(reply.json().path("retry_after_ms").asLong()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "page.html,text/html",
        "pic.svg,image/svg+xml",
        "x.xml,application/xml",
        "a.js,text/javascript",
        "a,''",
        "a.txt,text/plain",
        "a.xhtml,application/xhtml+xml"
    })
    void an_uploaded_page_is_never_served_as_a_page(String name, String type) {
        Http.Reply down = ann.get("/api/v1/files/" + id(ann.upload(name, type, PAGE)));

        assertThat(down.header("content-type")).isEqualTo("application/octet-stream");
        assertThat(down.header("content-disposition")).startsWith("attachment;");
        assertThat(down.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(down.header("content-security-policy")).contains("sandbox").contains("default-src 'none'");
    }

    @ParameterizedTest
    @CsvSource({"cat.png,image/png", "cat.jpg,image/jpeg", "cat.png,text/plain", "x.gif,''", "a.mp4,video/mp4"})
    void a_file_whose_type_lies_is_refused(String name, String type) {
        Http.Reply reply = ann.upload(name, type, PAGE);
        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.code()).isEqualTo("unsupported_type");
    }

    @Test
    void anothers_file_is_as_one_that_does_not_exist() {
        String id = id(ann.upload("a.txt", "text/plain", "secret".getBytes(UTF_8)));

        Http.Reply hidden = eve.get("/api/v1/files/" + id);
        Http.Reply missing = eve.get("/api/v1/files/AAAAAAAAAAAAAAAAAAAAAA");
        assertThat(hidden.status()).isEqualTo(404);
        assertThat(hidden.text()).isEqualTo(missing.text());
        assertThat(eve.post("/api/v1/files/" + id + "/link", "{}").status()).isEqualTo(404);
        assertThat(shop.asAgent("amy").get("/api/v1/files/" + id).status()).isEqualTo(404);
        assertThat(shop.http().get("/api/v1/files/" + id).status()).isEqualTo(401);
    }

    @Test
    void whoever_may_read_the_conversation_may_see_its_files() {
        JsonNode annId = shop.http().visitor("web");
        Http owner = shop.http().bearer(annId.path("token").asString());
        JsonNode file = owner.upload("a.png", "image/png", png()).json();
        String id = file.path("file_id").asString();
        shop.conversations.put("c1", annId.path("visitor_id").asString());
        shop.files.show(id, "c1", PrincipalKey.visitor(annId.path("visitor_id").asString()));

        Http amy = shop.asAgent("amy");
        assertThat(amy.get("/api/v1/files/" + id).status()).isEqualTo(200);
        assertThat(amy.get("/api/v1/files/" + file.path("thumbnail_file_id").asString())
                        .status())
                .isEqualTo(200);
        assertThat(eve.get("/api/v1/files/" + id).status()).isEqualTo(404);
    }

    @Test
    void a_link_works_without_a_token_for_five_minutes_and_for_one_file() {
        String id = id(ann.upload("a.txt", "text/plain", "shared".getBytes(UTF_8)));
        String other = id(ann.upload("b.txt", "text/plain", "not shared".getBytes(UTF_8)));
        URI link = URI.create(ann.post("/api/v1/files/" + id + "/link", "{}")
                .json()
                .path("url")
                .asString());
        String query = "?" + link.getQuery();

        assertThat(shop.http().get(link.getPath() + query).text()).isEqualTo("shared");
        assertThat(shop.http().get("/api/v1/files/" + other + query).status()).isEqualTo(401);
        assertThat(shop.http()
                        .get(link.getPath() + query.replace("exp=", "exp=9"))
                        .status())
                .isEqualTo(401);
        assertThat(shop.http().get(link.getPath() + query + "A").status()).isEqualTo(401);
        assertThat(shop.http().get(link.getPath() + "?exp=99999999999&sig=").status())
                .isEqualTo(401);
        shop.clock.advance(Duration.ofMinutes(5));
        assertThat(shop.http().get(link.getPath() + query).status()).isEqualTo(401);
    }

    @Test
    void a_part_of_a_file_can_be_had() {
        String id = id(ann.upload("a.txt", "text/plain", "0123456789".getBytes(UTF_8)));
        String path = "/api/v1/files/" + id;

        Http.Reply middle = ann.with("Range", "bytes=2-4").get(path);
        assertThat(middle.status()).isEqualTo(206);
        assertThat(middle.text()).isEqualTo("234");
        assertThat(middle.header("content-range")).isEqualTo("bytes 2-4/10");
        assertThat(ann.with("Range", "bytes=8-").get(path).text()).isEqualTo("89");
        assertThat(ann.with("Range", "bytes=-3").get(path).text()).isEqualTo("789");
        assertThat(ann.with("Range", "bytes=5-999").get(path).text()).isEqualTo("56789");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=9-2", "bytes=10-", "bytes=-", "bytes=a-b", "bytes=0-1,3-4", "lines=1-2", "bytes=-0"})
    void a_range_that_cannot_be_had_is_as_none(String range) {
        String id = id(ann.upload("a.txt", "text/plain", "0123456789".getBytes(UTF_8)));
        Http.Reply reply = ann.with("Range", range).get("/api/v1/files/" + id);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("0123456789");
    }

    @Test
    void too_large_a_file_or_name_is_refused_and_the_next_request_is_served() {
        Http.Reply file = ann.upload("a.bin", "", new byte[(1 << 20) + 1]);
        assertThat(file.status()).as(file.text()).isEqualTo(413);
        assertThat(file.code()).isEqualTo("too_large");
        Http.Reply name = ann.upload("n".repeat(10_000_000), "", new byte[1]);
        assertThat(name.status()).as(name.text()).isIn(400, 413);
        Http.Reply shorter = ann.upload("n".repeat(1000), "", new byte[1]);
        assertThat(shorter.status()).as(shorter.text()).isEqualTo(400);
        assertThat(ann.upload("a.bin", "", new byte[1]).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--xx--\r\n",
                "--yy\r\n\r\nx\r\n--yy--",
                "--xx\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nno file name\r\n--xx--\r\n",
                "--xx\r\nContent-Disposition: form-data; name=\"other\"; filename=\"a\"\r\n\r\nx\r\n--xx--\r\n",
                "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\ncut off"
            })
    void a_form_that_is_none_is_bad_request(String body) {
        Http.Reply reply =
                ann.call("POST", "/api/v1/files", BodyPublishers.ofString(body), "multipart/form-data; boundary=xx");
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    }

    @Test
    void a_file_needs_a_form_and_a_token() {
        assertThat(ann.post("/api/v1/files", "{}").status()).isEqualTo(415);
        assertThat(shop.http().upload("a", "", new byte[1]).status()).isEqualTo(401);
    }

    @Test
    void a_repeated_upload_with_one_key_is_one_file() {
        Http keyed = ann.with("Idempotency-Key", "k1");
        String first = id(keyed.upload("a.txt", "text/plain", "x".getBytes(UTF_8)));
        Http.Reply again = keyed.upload("a.txt", "text/plain", "x".getBytes(UTF_8));

        assertThat(id(again)).isEqualTo(first);
        assertThat(again.header("idempotent-replayed")).isEqualTo("true");
        assertThat(id(eve.with("Idempotency-Key", "k1").upload("a.txt", "text/plain", "x".getBytes(UTF_8))))
                .isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/files/..%2f..%2fadmin.token", "/api/v1/files/%00", "/api/v1/files/a'%20OR%201=1"})
    void an_id_that_is_none_finds_nothing(String path) {
        assertThat(ann.get(path).status()).isIn(400, 404);
    }
}
