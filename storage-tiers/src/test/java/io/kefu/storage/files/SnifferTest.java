package io.kefu.storage.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnifferTest {
    private static MediaType type(String latin) {
        return Sniffer.type(latin.getBytes(ISO_8859_1), "x");
    }

    @Test
    void pictures_are_known_by_their_first_bytes() {
        assertThat(Sniffer.type(Pictures.of("png", 2, 2), "a.txt")).isEqualTo(MediaType.PNG);
        assertThat(Sniffer.type(Pictures.of("jpeg", 2, 2), "a")).isEqualTo(MediaType.JPEG);
        assertThat(Sniffer.type(Pictures.of("gif", 2, 2), "a")).isEqualTo(MediaType.GIF);
        assertThat(type("RIFF\1\2\3\4WEBPVP8 ")).isEqualTo(MediaType.WEBP);
    }

    @ParameterizedTest
    @CsvSource({
        "52494646000000005741564566, WAV",
        "000000186674797069736f6d00000200, MP4",
        "00000018667479704d34412000000000, M4A",
        "1a45dfa3010000000000001f4286810142f7810142f2810442f381084282847765626d, WEBM",
        "4f67675300, OGG",
        "4944330400, MP3",
        "fffb9064, MP3",
        "2321414d520a, AMR",
        "255044462d312e37, PDF",
        "504b0304140000, ZIP",
        "d0cf11e0a1b11ae1, BINARY",
        "4d5a9000, BINARY",
        "7f454c46, BINARY",
        "fffe3c00, BINARY"
    })
    void sounds_films_and_documents_too(String hex, MediaType expected) {
        assertThat(Sniffer.type(HexFormat.of().parseHex(hex), "x")).isEqualTo(expected);
    }

    @Test
    void office_documents_are_told_from_other_archives() throws Exception {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
            zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
        }
        assertThat(Sniffer.type(out.toByteArray(), "a.xlsx")).isEqualTo(MediaType.XLSX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><title>x</title>",
                "  \n<HTML><script>alert(1)</script>",
                "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
                "<?xml version='1.0'?><a/>",
                "\uFEFF<html>",
                "hello <script>alert(1)</script>",
                "<b>x</b>",
                "GIF<script>"
            })
    void markup_is_never_more_than_bytes(String text) {
        assertThat(Sniffer.type(text.getBytes(UTF_8), "note.txt")).isEqualTo(MediaType.BINARY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.js", "a.mjs", "a.HTML", "a.svg", "a.xhtml", "a.css", "a.hta"})
    void a_text_whose_name_would_make_it_run_is_bytes(String name) {
        assertThat(Sniffer.type("alert(1)".getBytes(UTF_8), name)).isEqualTo(MediaType.BINARY);
    }

    @Test
    void chinese_text_is_text_even_when_the_head_ends_inside_a_character() {
        byte[] text = Arrays.copyOf(("a" + "订单".repeat(2000)).getBytes(UTF_8), Sniffer.HEAD);
        assertThat(Sniffer.type(text, "note.txt")).isEqualTo(MediaType.TEXT);
        assertThat(Sniffer.type("订单号 1 < 2".getBytes(UTF_8), "note.txt")).isEqualTo(MediaType.TEXT);
    }

    @Property
    void any_bytes_get_some_type(@ForAll byte[] bytes, @ForAll String name) {
        assertThat(Sniffer.type(bytes, name)).isNotNull();
    }

    @Property
    void any_bytes_behind_a_picture_magic_are_read_without_an_exception(@ForAll byte[] tail) {
        for (byte[] head : new byte[][] {
            Arrays.copyOf(Pictures.of("png", 1, 1), 12),
            {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF},
            "GIF89a".getBytes(UTF_8),
            "RIFF1234WEBPVP8X".getBytes(UTF_8)
        }) {
            byte[] all = Arrays.copyOf(head, head.length + tail.length);
            System.arraycopy(tail, 0, all, head.length, tail.length);
            assertThat(ImageHeader.read(Sniffer.type(all, "x"), all)).isNotNull();
            assertThat(Orientation.of(all)).isBetween(1, 8);
        }
    }
}
