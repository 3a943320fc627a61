package io.kefu.storage.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Rows as RFC 4180 has them. */
final class CsvWriter implements MessageWriter {
    /** What spreadsheets take for the start of a formula (OWASP, "CSV Injection"). */
    private static final String FORMULA = "=+-@\t\r";

    private final BufferedWriter out;

    CsvWriter(OutputStream to) throws IOException {
        out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
        out.write(String.join(",", ExportedRow.names()) + "\r\n");
    }

    @Override
    public void write(List<Object> row) throws IOException {
        out.write(row.stream()
                .map(each -> each instanceof String text ? cell(text) : each.toString())
                .collect(Collectors.joining(",", "", "\r\n")));
    }

    /** A quote before what a spreadsheet would compute: exports are opened in one, and visitors write them. */
    private static String cell(String text) {
        String harmless = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = harmless.chars().noneMatch(each -> each == ',' || each == '"' || each == '\n' || each == '\r');
        return plain ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }

    @Override
    public void end() throws IOException {
        out.flush();
    }
}
