package io.kefu.storage.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A JSON object a row. */
final class JsonLinesWriter implements MessageWriter {
    private final BufferedWriter out;
    private final List<String> names = ExportedRow.names();

    JsonLinesWriter(OutputStream to) {
        out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
    }

    @Override
    public void write(List<Object> row) throws IOException {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        for (int i = 0; i < row.size(); i++) {
            line.putPOJO(names.get(i), value(names.get(i), row.get(i)));
        }
        out.write(JsonMapper.shared().writeValueAsString(line));
        out.write('\n');
    }

    private static Object value(String name, Object value) {
        if (name.equals(ExportedRow.FILE_IDS)) {
            String ids = (String) value;
            return ids.isEmpty() ? List.of() : List.of(ids.split(" ", -1));
        }
        return value instanceof Instant time ? time.toString() : value;
    }

    @Override
    public void end() throws IOException {
        out.flush();
    }
}
