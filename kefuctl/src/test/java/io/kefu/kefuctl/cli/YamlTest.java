package io.kefu.kefuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class YamlTest {

    @Test
    void a_document_is_in_block_style_with_lists_of_maps_and_empty_ones() {
        String json = """
                {"kind": "Status", "problems": [], "config": {}, "tiers": [{"name": "hot", "days": ["a", "b"]}, {"name": "warm"}],
                 "nested": [[1, 2], []], "none": null, "share": 0.25}""";
        assertThat(Yaml.write(JsonMapper.shared().readTree(json))).isEqualTo("""
                kind: Status
                problems: []
                config: {}
                tiers:
                - name: hot
                  days:
                  - a
                  - b
                - name: warm
                nested:
                -
                  - 1
                  - 2
                - []
                none: null
                share: 0.25
                """);
    }

    @Test
    void a_text_that_could_be_read_as_something_else_is_quoted() {
        for (String text : List.of(
                "",
                "true",
                "No",
                "null",
                "12",
                "1.5",
                "2026-03-02",
                "a: b",
                "a #b",
                "- x",
                "@x",
                "x ",
                "*",
                "微信",
                "a\nb",
                "~")) {
            assertThat(Yaml.write(Map.of("k", text))).as(text).startsWith("k: \"");
        }
        assertThat(Yaml.write(Map.of("k", "the warm tier lags"))).isEqualTo("k: the warm tier lags\n");
    }
}
